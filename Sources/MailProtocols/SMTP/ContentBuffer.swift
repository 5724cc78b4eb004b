/// The content of a message as it comes in, kept up to a limit and counted to its end.
struct ContentBuffer: Sendable {
    private let limit: Int
    private(set) var octets: [UInt8] = []
    /// Octets of content so far, kept or not.
    private(set) var count = 0
    /// Why content is not kept any more; its end is still looked for.
    private(set) var refusal: Reply?

    /// - Parameter limit: Octets that a message may have.
    init(limit: Int) { self.limit = limit }

    /// Makes room for what was announced, and gives up what cannot fit.
    mutating func expect(_ size: Int) {
        guard size <= limit - count else { return abandon(.tooBig(limit: limit)) }
        // A promise only: enough to spare small messages the growing, not enough to hurt when it is broken.
        if octets.isEmpty { octets.reserveCapacity(min(size, 1 << 20)) }
    }

    mutating func append(_ run: UnsafeRawBufferPointer) {
        count += run.count
        if count > limit { abandon(.tooBig(limit: limit)) }
        if refusal == nil { octets.append(contentsOf: run) }
    }

    /// Gives up the content: what has come and what comes is counted, not kept.
    mutating func abandon(_ reason: Reply) {
        guard refusal == nil else { return }
        refusal = reason
        octets = []
    }
}
