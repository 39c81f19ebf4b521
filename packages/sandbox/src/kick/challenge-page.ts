/** The page a suspected robot gets in place of an answer. */
export const challengePage = `<!DOCTYPE html>
<html lang="en-US">
<head>
<title>Just a moment...</title>
<meta charset="utf-8">
<meta name="robots" content="noindex,nofollow">
<meta name="viewport" content="width=device-width,initial-scale=1">
</head>
<body>
<main>
<h1>One moment</h1>
<p>Your browser is being checked before you go on. Enable JavaScript and cookies to continue.</p>
<noscript><p>This check needs JavaScript.</p></noscript>
</main>
</body>
</html>
`
