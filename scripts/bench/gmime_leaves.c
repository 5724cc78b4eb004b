/* Yardstick for scripts/bench/mime: parses each message with GMime 3 and decodes every leaf, text as UTF-8.
 *
 *   cc -O2 gmime_leaves.c $(pkg-config --cflags --libs gmime-3.0) -o gmime_leaves
 *   gmime_leaves ROUNDS FILE...
 */
#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static gsize total;

static void visit(GMimeObject *parent, GMimeObject *object, gpointer unused) {
    (void)parent, (void)unused;
    if (GMIME_IS_TEXT_PART(object)) {
        char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
        for (char *c = text; c && *c; c++) total++;
        g_free(text);
    } else if (GMIME_IS_PART(object)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
        if (!content) return;
        GMimeStream *memory = g_mime_stream_mem_new();
        total += g_mime_data_wrapper_write_to_stream(content, memory);
        g_object_unref(memory);
    }
}

static void read_message(const char *octets, gsize count) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(octets, count);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        g_mime_message_foreach(message, visit, NULL);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
}

int main(int argc, char **argv) {
    g_mime_init();
    int rounds = atoi(argv[1]), files = argc - 2;
    char **octets = calloc(files, sizeof *octets);
    gsize *counts = calloc(files, sizeof *counts), sum = 0;
    for (int i = 0; i < files; i++) {
        if (!g_file_get_contents(argv[i + 2], &octets[i], &counts[i], NULL)) return 1;
        sum += counts[i];
    }
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < files; i++) read_message(octets[i], counts[i]);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (end.tv_sec - start.tv_sec) + (end.tv_nsec - start.tv_nsec) / 1e9;
    printf("GMime, parse and decode all leaves of %d messages: %.0f messages/s\n", files, rounds * files / seconds);
    printf("GMime, in octets: %.1f MB/s\n", rounds * sum / seconds / 1e6);
    return 0;
}
