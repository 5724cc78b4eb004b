import GRDB
import GRDBSQLite

/// How many steps of SQLite's machine statements of a connection may take while somebody counts them; one that takes more
/// fails with `SQLITE_INTERRUPT`.
///
/// A row that is passed over takes ten or twenty, so a million are some fifty thousand rows, and a tenth of a second.
final class StepLimit {
    private var left: Int
    private(set) var isReached = false

    /// Steps between two counts.
    private static let pace = 1000

    init(_ steps: Int) { left = steps / Self.pace }

    func begin(on db: Database) {
        sqlite3_progress_handler(
            db.sqliteConnection, Int32(Self.pace),
            { limit in
                guard let limit else { return 0 }
                return Unmanaged<StepLimit>.fromOpaque(limit).takeUnretainedValue().count() ? 0 : 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func end(on db: Database) { sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil) }

    /// Answers whether there may be more of them.
    private func count() -> Bool {
        left -= 1
        isReached = left < 0
        return !isReached
    }
}
