import MIME

/// Cuts a file into its messages as it comes: an mbox if it begins like one, else one message; packed or not.
struct MailboxCutter {
    private enum State {
        /// What it is cannot be told yet.
        case beginning([UInt8])
        case mbox(MboxReader)
        case message([UInt8])
    }

    private let dialect: MboxDialect
    /// Most octets of a message.
    private let limit: Int
    private var state = State.beginning([])
    private var isTooLarge = false
    private var packing = Packing.unknown([])

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
        }
    }

    /// Takes some octets off `input`; `nil` when there are none left.
    ///
    /// - Returns: The messages that have ended by them.
    mutating func next(_ input: inout ArraySlice<UInt8>) throws(GzipReader.Damage) -> [MboxMessage]? {
        if case .unknown(let earlier) = packing {
            input = earlier + input
            guard input.count >= GzipReader.telling else {
                packing = .unknown(Array(input))
                input = []
                return nil
            }
            packing = GzipReader.isGzip(Array(input.prefix(GzipReader.telling))) ? .gzip(try GzipReader()) : .none
        }
        if case .gzip(let reader) = packing { return try reader.next(&input).map { read($0) } }
        guard !input.isEmpty else { return nil }
        defer { input = [] }
        return read(Array(input))
    }

    /// The messages that were still open when the file ended.
    mutating func finish() throws(GzipReader.Damage) -> [MboxMessage] {
        var messages: [MboxMessage] = []
        switch packing {
        case .unknown(let octets): messages = read(octets)
        case .gzip(let reader): guard reader.isAtEnd else { throw GzipReader.Damage() }
        case .none: break
        }
        if case .beginning(let octets) = state { messages += begin(octets) }
        // What is handed over is no longer held.
        let end = state
        state = .beginning([])
        switch end {
        case .mbox(var reader): return messages + reader.finish()
        case .message(let octets): return octets.isEmpty ? [] : [MboxMessage(octets, isCut: isTooLarge)]
        case .beginning: return []
        }
    }

    private mutating func read(_ octets: [UInt8]) -> [MboxMessage] {
        switch state {
        case .beginning(let earlier):
            let all = earlier + octets
            guard all.count >= MboxReader.telling else {
                state = .beginning(all)
                return []
            }
            return begin(all)
        case .mbox(var reader):
            // So that the octets have one owner, and are not copied.
            state = .beginning([])
            let messages = reader.read(octets)
            state = .mbox(reader)
            return messages
        case .message(var earlier):
            state = .beginning([])
            isTooLarge = isTooLarge || earlier.count + octets.count > limit
            if !isTooLarge { earlier += octets }
            state = .message(earlier)
            return []
        }
    }

    private mutating func begin(_ octets: [UInt8]) -> [MboxMessage] {
        guard MboxReader.isMbox(octets) else {
            state = .message([])
            return read(octets)
        }
        state = .mbox(MboxReader(dialect, limit: limit))
        return read(octets)
    }
}
