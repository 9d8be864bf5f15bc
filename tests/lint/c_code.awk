# c_code.awk - C without its comments and without what stands in its strings,
# line by line, so that a lint test reads code only. With -v strings=1 the
# strings are kept (for #include lines). A comment ends as an empty one, so that
# it does not look like a blank. Called by the tests in tests/lint.

FNR == 1 {
	state = "code"
}

{
	line = $0
	code = ""
	n = length(line)
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		two = substr(line, i, 2)
		if (state == "comment") {
			if (two == "*/") {
				state = "code"
				code = code "/**/"
				i++
			}
		} else if (state == "code") {
			if (two == "/*") {
				state = "comment"
				i++
			} else if (two == "//") {
				break
			} else {
				if (c == "\"" || c == "'")
					state = c
				code = code c
			}
		} else if (c == "\\") {
			if (strings)
				code = code two
			i++
		} else if (c == state) {
			code = code c
			state = "code"
		} else if (strings) {
			code = code c
		}
	}
	# A string ends with its line, unless a backslash carries it on.
	if (state != "comment" && line !~ /\\$/)
		state = "code"
	print FILENAME ":" FNR ":" code
}
