/// Reads the content of one message: as mail data up to the line that ends it, or chunk by chunk.
struct ContentReader: Sendable {
    private var buffer: ContentBuffer
    private var decoder = DataDecoder()
    /// The chunk that comes in; `nil` for mail data.
    private var chunk: Chunk?
    /// Whether the content was refused before this chunk: those behind a refused one are refused alike, and it counts
    /// once.
    private(set) var isRefusalTold = false

    /// - Parameter limit: Octets that a message may have.
    init(limit: Int) { buffer = ContentBuffer(limit: limit) }

    mutating func beginData(expecting size: Int?) {
        if let size { buffer.expect(size) }
    }

    /// Takes a chunk in any case: refused ones must be read to their end, or they would be taken for commands.
    /// RFC 3030 §2.
    mutating func begin(_ chunk: Chunk, refusal: Reply?) {
        isRefusalTold = buffer.refusal != nil
        if let refusal { buffer.abandon(refusal) }
        buffer.expect(chunk.size)
        self.chunk = chunk
    }

    /// Takes octets from `position` on and moves it behind what was taken.
    mutating func consume(_ octets: borrowing RawSpan, from position: inout Int) {
        if chunk == nil {
            decoder.consume(octets, from: &position, into: &buffer)
        } else {
            chunk?.consume(octets, from: &position, into: &buffer)
        }
    }

    /// Gives up the content; its end is still looked for.
    mutating func abandon(_ reason: Reply) { buffer.abandon(reason) }

    /// Whether the mail data, or the chunk, has come to its end.
    var isComplete: Bool { chunk?.isComplete ?? decoder.isComplete }

    /// Whether the message ends with it.
    var endsMessage: Bool { chunk?.isLast ?? true }

    /// Octets of the mail data, or of the chunk, so far.
    var count: Int { chunk?.count ?? buffer.count }

    /// How often another 16 KiB have come: what slow senders are measured by.
    var progress: Int { count >> 14 }

    /// Why the message is not kept.
    var refusal: Reply? { buffer.refusal }

    /// What was kept of the message so far.
    var content: [UInt8] { buffer.octets }

    /// What was wrong with its lines.
    var notes: [String] { decoder.irregularities.notes }
}
