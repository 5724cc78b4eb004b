// tls_load: SMTP with and without TLS, by threads that each keep one connection at a time.
//   cc -O2 -o tls_load tls_load.c -lssl -lcrypto -lpthread
//   tls_load handshakes HOST:PORT CONNECTIONS SECONDS              whole handshakes, TLS from the first octet on
//   tls_load messages HOST:PORT CONNECTIONS SECONDS plain|tls FILE the same message again and again on kept connections
// Prints how many a second there were. Certificates are not looked at, sessions not resumed.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in server;
static SSL_CTX *context;
static const char *content;
static size_t content_size;
static int encrypted;
static double end;
static atomic_long done;

struct connection {
    int fd;
    SSL *ssl;
};

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "tls_load: %s\n", what);
    exit(1);
}

static struct connection open_connection(void) {
    struct connection c = {.fd = socket(AF_INET, SOCK_STREAM, 0), .ssl = NULL};
    int one = 1;
    setsockopt(c.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(c.fd, (struct sockaddr *)&server, sizeof server)) fail("no connection");
    if (encrypted) {
        c.ssl = SSL_new(context);
        SSL_set_fd(c.ssl, c.fd);
        if (SSL_connect(c.ssl) != 1) fail("no handshake");
    }
    return c;
}

static void close_connection(struct connection c) {
    if (c.ssl) {
        SSL_shutdown(c.ssl);
        SSL_free(c.ssl);
    }
    // Else ports would be used up by connections that linger.
    struct linger none = {1, 0};
    setsockopt(c.fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close(c.fd);
}

static void put(struct connection c, const char *text, size_t size) {
    while (size > 0) {
        ssize_t n = c.ssl ? SSL_write(c.ssl, text, (int)size) : write(c.fd, text, size);
        if (n <= 0) fail("cannot write");
        text += n;
        size -= n;
    }
}

// Reads replies until a last line comes, and looks at its code.
static void expect(struct connection c, const char *code) {
    char text[4096];
    size_t size = 0;
    while (1) {
        ssize_t n = c.ssl ? SSL_read(c.ssl, text + size, (int)(sizeof text - 1 - size))
                          : read(c.fd, text + size, sizeof text - 1 - size);
        if (n <= 0) fail("the server has left");
        text[size += n] = 0;
        if (text[size - 1] != '\n') continue;
        char *line = text + size - 1;
        while (line > text && line[-1] != '\n') line--;
        if (strlen(line) > 3 && line[3] == '-') continue;
        if (strncmp(line, code, 3)) fail(line);
        return;
    }
}

static void command(struct connection c, const char *text, const char *code) {
    put(c, text, strlen(text));
    expect(c, code);
}

static void *shake_hands(void *unused) {
    while (now() < end) {
        close_connection(open_connection());
        atomic_fetch_add(&done, 1);
    }
    return unused;
}

static void *send_messages(void *unused) {
    struct connection c = open_connection();
    expect(c, "220");
    command(c, "EHLO load.example\r\n", "250");
    while (now() < end) {
        command(c, "MAIL FROM:<a@example.com>\r\n", "250");
        command(c, "RCPT TO:<b@example.com>\r\n", "250");
        command(c, "DATA\r\n", "354");
        put(c, content, content_size);
        expect(c, "250");
        atomic_fetch_add(&done, 1);
    }
    close_connection(c);
    return unused;
}

static void read_content(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail("no such file");
    char *text = malloc(1 << 24);
    content_size = fread(text, 1, (1 << 24) - 8, file);
    memcpy(text + content_size, "\r\n.\r\n", 5);
    content_size += 5;
    content = text;
}

int main(int count, char **words) {
    if (count < 5) fail("see the head of the source");
    signal(SIGPIPE, SIG_IGN);
    char *colon = strrchr(words[2], ':');
    *colon = 0;
    server.sin_family = AF_INET;
    server.sin_port = htons(atoi(colon + 1));
    inet_pton(AF_INET, words[2], &server.sin_addr);
    int threads = atoi(words[3]);
    int isHandshakes = !strcmp(words[1], "handshakes");
    encrypted = isHandshakes || (count > 5 && !strcmp(words[5], "tls"));
    if (!isHandshakes) read_content(words[6]);
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    double start = now();
    end = start + atof(words[4]);
    pthread_t ids[1024];
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, isHandshakes ? shake_hands : send_messages, NULL);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    printf("%.1f\n", atomic_load(&done) / (now() - start));
    return 0;
}
