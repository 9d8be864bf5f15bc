/*
 * replay.c - main() of a fuzz target built without libFuzzer: feeds it every
 * file of tests/fuzz/corpus/NAME and speaks TAP.
 */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int
main(int argc, char **argv)
{
	g_autofree char *program = g_path_get_basename(argv[0]);
	const char *name = program + strlen("fuzz_");
	const char *srcdir = g_getenv("srcdir");
	g_autofree char *folder = g_build_filename(srcdir != NULL ? srcdir :
								    ".",
	    "tests", "fuzz", "corpus", argc > 1 ? argv[1] : name, NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *file;
	guint n = 0;

	if (dir == NULL) {
		printf("1..1\nnot ok 1 - no corpus in %s\n", folder);
		return EXIT_FAILURE;
	}
	while ((file = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, file, NULL);
		g_autofree char *data = NULL;
		gsize size;

		if (!g_file_get_contents(path, &data, &size, NULL)) {
			printf("not ok %u - %s %s cannot be read\n", ++n,
			    program, file);
			continue;
		}
		LLVMFuzzerTestOneInput((const guint8 *)data, size);
		printf("ok %u - %s %s\n", ++n, program, file);
	}
	printf("1..%u\n", n);
	return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
