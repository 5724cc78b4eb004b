/// What `creel sendmail --help` says.
enum SendmailHelp {
    static let text = """
        Reads a message on standard input and hands it to a running Creel over SMTP. A link named sendmail that leads \
        to creel is this command; so is sendmail_path = "creel sendmail -t -i" of PHP, sendemail.sendmailCmd of git, \
        and set sendmail of mutt.

          -t          Recipients are also those of To, Cc and Bcc; Bcc is removed
          -i, -oi     A line with a dot alone does not end the message
          -f ADDRESS  Reverse-path; '' or <> for the null path (also -r)
          -F NAME     Name of the sender, where From is missing
          -bm         Take a message; the default
          -bs         Speak SMTP on standard input and output
          -bp, -bi    Say that the queue is empty; do nothing about aliases
          -N WHEN     Notifications: never, or some of success,failure,delay
          -R WHAT     What they return: full or hdrs
          -V ID       Envelope identifier for notifications
          -v          Show what is said to the server, on standard error

          --server HOST:PORT  Server; else the first of smtp in CREEL_SMTP or
                              creel.yaml, else 127.0.0.1:1025
          --inbox NAME        Inbox, by a login under its name; else CREEL_INBOX

        -A -B -C -c -D -d -e -G -h -I -L -M -m -n -O -o -p -Q -q -s -T -U -X -x are taken as sendmail takes them, and \
        change nothing. Missing From, Date and Message-ID are added, and lines end in CRLF afterwards, as a mail \
        server would have it. Addresses without @ are of this machine.

        Exits with 0 once the message is stored for every recipient, and with nothing stored at all: 64 when it is \
        asked in a wrong way or there is no recipient, 67 when a recipient is refused, 69 when the message is, 75 when \
        the server cannot be reached or is too busy, so that it helps to try again, 77 when it wants another login, 78 \
        when the configuration is wrong.
        """
}
