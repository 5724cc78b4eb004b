import MIME

/// Cuts a file into its messages as it comes: an mbox or a zip archive if it begins like one, else one message; packed by
/// gzip or not.
struct MailboxCutter {
    private enum State {
        /// What it is cannot be told yet.
        case beginning([UInt8])
        case mbox(MboxReader)
        case zip(ZipReader)
        case message([UInt8])
    }

    /// Why a file, or what is left of it, is not read.
    enum Refusal: Error {
        /// A sentence without its end.
        case damaged(String)
        case foreign(ForeignFile)
    }

    private let dialect: MboxDialect
    /// Most octets of a message.
    private let limit: Int
    private var state = State.beginning([])
    private var isTooLarge = false
    private var packing = Packing.unknown([])
    /// Of an archive, what is still to be read.
    private var unread: ArraySlice<UInt8> = []

    /// Whether the file is packed.
    private enum Packing {
        /// It has begun with fewer octets than tell.
        case unknown([UInt8])
        case gzip(GzipReader)
        case none
    }

    init(_ dialect: MboxDialect, limit: Int) { (self.dialect, self.limit) = (dialect, limit) }

    /// What the parts of messages take that have come so far.
    var heldOctets: Int {
        switch state {
        case .beginning(let octets), .message(let octets): octets.count
        case .mbox(let reader): reader.heldOctets
        case .zip(let reader): reader.heldOctets
        }
    }

    /// Files of an archive that were no messages.
    var leftOut: Int { if case .zip(let reader) = state { reader.leftOut.count } else { 0 } }

    /// Takes some octets off `input`; `nil` when there are none left.
    ///
    /// - Returns: The messages that have ended by them.
    mutating func next(_ input: inout ArraySlice<UInt8>) throws(Refusal) -> [MboxMessage]? {
        if let messages = try nextOfArchive() { return messages }
        if case .unknown(let earlier) = packing {
            input = earlier + input
            guard input.count >= GzipReader.telling else {
                packing = .unknown(Array(input))
                input = []
                return nil
            }
            packing = try Self.packing(of: Array(input.prefix(GzipReader.telling)))
        }
        if case .gzip(let reader) = packing {
            guard let octets = try Self.unpacked({ () throws(GzipReader.Damage) in try reader.next(&input) })
            else { return nil }
            return try read(octets)
        }
        guard !input.isEmpty else { return nil }
        defer { input = [] }
        return try read(Array(input))
    }

    /// The messages that were still open when the file ended.
    mutating func finish() throws(Refusal) -> [MboxMessage] {
        var messages: [MboxMessage] = []
        switch packing {
        case .unknown(let octets): messages = try read(octets)
        case .gzip(let reader): guard reader.isAtEnd else { throw Self.damagedGzip }
        case .none: break
        }
        if case .beginning(let octets) = state { messages += try begin(octets) }
        while let more = try nextOfArchive() { messages += more }
        // What is handed over is no longer held.
        let end = state
        state = .beginning([])
        switch end {
        case .mbox(var reader): return messages + reader.finish()
        case .zip(let reader):
            guard reader.isAtEnd else { throw .damaged("The zip archive is cut short") }
            state = end
            return messages
        case .message(let octets): return octets.isEmpty ? [] : [MboxMessage(octets, isCut: isTooLarge)]
        case .beginning: return []
        }
    }

    private static let damagedGzip = Refusal.damaged("The gzip file is damaged or cut short")

    private static func packing(of beginning: [UInt8]) throws(Refusal) -> Packing {
        guard GzipReader.isGzip(beginning) else { return .none }
        return .gzip(try unpacked { () throws(GzipReader.Damage) in try GzipReader() })
    }

    private static func unpacked<Value>(_ body: () throws(GzipReader.Damage) -> Value) throws(Refusal) -> Value {
        do { return try body() } catch { throw damagedGzip }
    }

    private mutating func nextOfArchive() throws(Refusal) -> [MboxMessage]? {
        guard case .zip(let reader) = state else { return nil }
        do throws(ZipReader.Damage) {
            return try reader.next(&unread)
        } catch {
            throw .damaged("The zip archive \(error.reason)")
        }
    }

    private mutating func read(_ octets: [UInt8]) throws(Refusal) -> [MboxMessage] {
        switch state {
        case .beginning(let earlier):
            let all = earlier + octets
            guard all.count >= Self.telling else {
                state = .beginning(all)
                return []
            }
            return try begin(all)
        case .mbox(var reader):
            // So that the octets have one owner, and are not copied.
            state = .beginning([])
            let messages = reader.read(octets)
            state = .mbox(reader)
            return messages
        case .zip:
            unread += octets
            return []
        case .message(var earlier):
            state = .beginning([])
            isTooLarge = isTooLarge || earlier.count + octets.count > limit
            if !isTooLarge { earlier += octets }
            state = .message(earlier)
            return []
        }
    }

    private static let telling = max(MboxReader.telling, ZipReader.telling, ForeignFile.telling)

    private mutating func begin(_ octets: [UInt8]) throws(Refusal) -> [MboxMessage] {
        if MboxReader.start(of: octets) != nil {
            state = .mbox(MboxReader(dialect, limit: limit))
        } else if ZipReader.isZip(octets) {
            if case .gzip = packing {
                throw .damaged("The zip archive is packed by gzip once more; unpack that first")
            }
            state = .zip(ZipReader(limit: limit))
        } else if let kind = ForeignFile.kind(of: octets) {
            throw .foreign(kind)
        } else {
            state = .message([])
        }
        return try read(octets)
    }
}
