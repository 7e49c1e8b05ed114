// The colours that were chosen in the demo, which remembers them under this key; nothing else is read, and nothing written.
try {
	const theme = localStorage.getItem("standin-theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
	// Storage may be forbidden: the system's colours it is.
}
