import GRDB
import MailModel
import MailStorage

/// A part of the index that is made anew of the messages that are left, beside the one that is searched meanwhile.
///
/// FTS5 takes a document out only for whoever still has its text. So terms of messages that have gone stay, and are
/// passed over, until there are many of them.
struct PartRenewal {
    private(set) var part: IndexPart
    /// Messages of the part up to here are in the new tables.
    private(set) var mark: CaptureID
    private(set) var count = 0

    init(_ number: Int64, in file: IndexFile, on db: Database) throws {
        part = try IndexPart(renewing: number, file.tuning, on: db)
        mark = CaptureID(file.range(of: number).lowerBound - 1)
    }

    mutating func add(_ terms: [(CaptureID, IndexTerms)], upTo mark: CaptureID, on db: Database) throws {
        for (id, terms) in terms { try part.add(terms, of: id, on: db) }
        try part.save(on: db)
        (self.mark, count) = (mark, count + terms.count)
    }

    /// So many of its messages have gone that it is worth the work.
    static func isDue(held: Int, left: Int) -> Bool { (held - left) * 10 > held * 3 }
}
