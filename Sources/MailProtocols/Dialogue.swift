package import MailModel

/// What both sides said, within limits: the beginning and the end of a long dialogue are kept, its middle is not.
package struct Dialogue: Sendable {
    /// How much is kept.
    package struct Limits: Sendable {
        /// Lines kept from the beginning, and as many again from the end.
        package var lines = 128
        /// Octets kept of one line.
        package var lineOctets = 512

        package init(lines: Int = 128, lineOctets: Int = 512) {
            (self.lines, self.lineOctets) = (lines, lineOctets)
        }
    }

    private let limits: Limits
    private var head: [DialogueLine] = []
    /// A ring once it is full; the oldest line is at `tailStart`.
    private var tail: [DialogueLine] = []
    private var tailStart = 0
    /// Lines that were left out.
    package private(set) var omitted = 0

    package init(limits: Limits = Limits()) { self.limits = limits }

    package mutating func add(_ speech: DialogueLine.Speech, at now: Timestamp) {
        let line = DialogueLine(at: now, speech: speech.cut(to: limits.lineOctets))
        if head.count < limits.lines {
            head.append(line)
        } else if tail.count < limits.lines {
            tail.append(line)
        } else {
            tail[tailStart] = line
            tailStart = (tailStart + 1) % limits.lines
            omitted += 1
        }
    }

    /// What is kept, in order.
    package var lines: [DialogueLine] { head + tail[tailStart...] + tail[..<tailStart] }
}

extension DialogueLine.Speech {
    fileprivate func cut(to octets: Int) -> Self {
        switch self {
        case .client(let line): .client(line.cut(to: octets))
        case .server(let reply): .server(reply.cut(to: octets))
        case .note(let text): .note(text.cut(to: octets))
        case .data: self
        }
    }
}

extension String {
    /// At most so many octets of it, and how many it has.
    func cut(to octets: Int) -> String {
        guard utf8.count > octets else { return self }
        return String(decoding: utf8.prefix(octets), as: UTF8.self) + "… (\(utf8.count) octets)"
    }
}
