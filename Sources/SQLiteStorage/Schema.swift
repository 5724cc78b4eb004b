import GRDB
import MailStorage

/// The tables of a Creel database, and how older ones become today's.
///
/// Content lies in a table of its own, so that what lists read stays dense.
enum Schema {
    /// `CREL`: tells our files from others'. Shown by `file(1)`.
    static let applicationID: Int32 = 0x4352_454C

    /// Says that a file without tables is ours: from the first of them on, whatever becomes of the others.
    static func claim(_ db: Database) throws {
        let hasTables = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM sqlite_schema)") ?? false
        if !hasTables { try db.execute(sql: "PRAGMA application_id = \(applicationID)") }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 messages, sessions, removals") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: tables)
        }
        migrator.registerMigration("2 parameters of the envelope") { db in
            try db.execute(sql: "ALTER TABLE message ADD COLUMN envelope_parameters TEXT")
        }
        migrator.registerMigration("3 marks, inboxes, changes") { db in
            try db.execute(sql: marks)
        }
        migrator.registerMigration("evidence of sessions") { db in
            for column in ["reason", "tls", "user", "messages"] {
                try db.execute(sql: "ALTER TABLE session ADD COLUMN \(column) TEXT")
            }
        }
        migrator.registerMigration("bond of the index") { db in
            try db.execute(sql: "CREATE TABLE index_bond (number INTEGER NOT NULL); INSERT INTO index_bond VALUES (0)")
        }
        migrator.registerMigration("what retention removed") { db in
            try db.execute(sql: "ALTER TABLE inbox ADD COLUMN removed_before INTEGER")
        }
        migrator.registerMigration("inboxes that end") { db in
            try db.execute(sql: "CREATE INDEX inbox_end ON inbox (expires_at) WHERE expires_at NOT NULL")
        }
        migrator.registerMigration("where removals were") { db in
            // By name: the inbox may be gone as well.
            try db.execute(sql: "ALTER TABLE change_log ADD COLUMN inbox TEXT")
        }
        migrator.registerMigration("names that no URL leads to") { db in
            try db.execute(
                sql: "UPDATE OR IGNORE inbox SET name = replace(name, '.', '-') || id WHERE name IN ('.', '..')")
        }
        migrator.registerMigration("which messages have gone") { db in
            try db.execute(sql: gone)
            try Presence.fill(db)
        }
        return migrator
    }

    /// Made with the second inbox: until then every message is in the one there is, and the index would only be one
    /// more page for each commit to write. But not of so many messages that everybody would wait for it.
    static let inboxIndex = "CREATE INDEX IF NOT EXISTS message_inbox ON message (inbox, id)"

    /// `inbox.messages` counts messages up to the number in `inbox_count`; later ones are counted at the start.
    /// `from_`, `to_`, `cc`, `forward_paths` and, added later, `envelope_parameters` are lists in the form of `ListColumn`.
    private static let tables = """
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            messages INTEGER NOT NULL DEFAULT 0
        );
        INSERT INTO inbox (id, name) VALUES (1, 'default');
        CREATE TABLE inbox_count (upto INTEGER NOT NULL);
        INSERT INTO inbox_count VALUES (0);

        CREATE TABLE content (
            id INTEGER PRIMARY KEY,
            octets BLOB NOT NULL
        );

        CREATE TABLE message (
            id INTEGER PRIMARY KEY,
            inbox INTEGER NOT NULL REFERENCES inbox (id),
            received_at INTEGER NOT NULL,
            session INTEGER,
            size INTEGER NOT NULL,
            reverse_path TEXT NOT NULL,
            forward_paths TEXT NOT NULL,
            from_ TEXT,
            to_ TEXT NOT NULL,
            cc TEXT NOT NULL,
            subject TEXT NOT NULL,
            message_id TEXT,
            date INTEGER,
            date_offset INTEGER,
            snippet TEXT NOT NULL,
            attachments INTEGER NOT NULL
        );

        CREATE TABLE removal (
            at INTEGER PRIMARY KEY,
            ids BLOB NOT NULL
        );
        CREATE TABLE forgotten_removal (at INTEGER NOT NULL);
        INSERT INTO forgotten_removal VALUES (0);

        CREATE TABLE session (
            id INTEGER PRIMARY KEY,
            protocol TEXT NOT NULL,
            client TEXT NOT NULL,
            listener TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            ended_at INTEGER,
            greeting TEXT,
            outcome TEXT NOT NULL,
            accepted INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            omitted_lines INTEGER NOT NULL,
            dialogue TEXT NOT NULL
        );
        """

    /// `gone.bits` are those of the messages 64 · `word` and on, the lowest first, as in `seen`.
    private static let gone = """
        CREATE TABLE gone (word INTEGER PRIMARY KEY, bits INTEGER NOT NULL);
        """

    /// `seen.bits` are those of the messages 64 · `word` and on, the lowest first. `assessment` is filled in behind.
    /// Octets and unseen messages of an inbox are counted like its messages. What was removed before is no longer told
    /// one by one, but the last number must stay known.
    private static let marks = """
        ALTER TABLE message ADD COLUMN duplicate_of INTEGER;
        CREATE TABLE seen (word INTEGER PRIMARY KEY, bits INTEGER NOT NULL);

        CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE message_tag (message INTEGER NOT NULL, tag INTEGER NOT NULL, PRIMARY KEY (message, tag))
            WITHOUT ROWID;
        CREATE INDEX tag_message ON message_tag (tag, message);

        CREATE TABLE rule (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE ruleset (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE assessment (
            id INTEGER PRIMARY KEY,
            ruleset INTEGER NOT NULL,
            score REAL NOT NULL,
            severity INTEGER,
            rules BLOB NOT NULL
        );

        ALTER TABLE inbox ADD COLUMN unseen INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE inbox ADD COLUMN octets INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE inbox ADD COLUMN description TEXT;
        ALTER TABLE inbox ADD COLUMN colour TEXT;
        ALTER TABLE inbox ADD COLUMN keep_count INTEGER;
        ALTER TABLE inbox ADD COLUMN keep_age INTEGER;
        ALTER TABLE inbox ADD COLUMN keep_octets INTEGER;
        ALTER TABLE inbox ADD COLUMN ttl INTEGER;
        ALTER TABLE inbox ADD COLUMN expires_at INTEGER;
        UPDATE inbox SET unseen = messages, octets = ifnull(
            (SELECT sum(size) FROM message WHERE inbox = inbox.id AND id <= (SELECT upto FROM inbox_count)), 0);

        CREATE TABLE change_log (at INTEGER PRIMARY KEY, kind INTEGER NOT NULL, ids BLOB NOT NULL);
        INSERT INTO change_log SELECT max(at), 3, x'' FROM removal HAVING max(at) NOT NULL;
        ALTER TABLE forgotten_removal RENAME TO forgotten_change;
        UPDATE forgotten_change SET at = max(at, ifnull((SELECT max(at) FROM removal), 0));
        DROP TABLE removal;
        """
}
