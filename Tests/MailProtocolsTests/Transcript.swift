import MailModel
import MailProtocols
import TestSupport

/// Drives an SMTP session in memory and writes down what comes out.
struct Transcript {
    /// One entry per reply line, question and end.
    private(set) var lines: [String] = []
    private(set) var submissions: [Submission] = []
    private(set) var session: SMTPSession
    /// Whether it encrypts at once when it is told to; else that is left to the test.
    var isEncrypting = true
    /// Whether questions stay open until `release()`.
    private(set) var isHolding = false
    private var question: SMTPQuestion?
    private let answer: @Sendable (Submission) -> Reply

    static let encryption = TLSParameters(version: "TLSv1.3", cipher: "TLS_AES_128_GCM_SHA256")
    static let hash = Array("the hash of a certificate".utf8)
    static let start = Timestamp(milliseconds: 1_767_225_600_000)

    init(
        _ configuration: SMTPSession.Configuration = .init(), isSecure: Bool = false, isTrusted: Bool = false,
        refusal: String? = nil,
        answer: @escaping @Sendable (Submission) -> Reply = { _ in .captured(as: CaptureID(1)) }
    ) {
        let identity = ConnectionIdentity(
            id: SessionID(7), client: "192.0.2.9:40000", listener: "192.0.2.1:25", startedAt: Self.start,
            isTrusted: isTrusted, isEncryptedFromStart: isSecure, nonces: NonceSource { "\($0)" })
        session = SMTPSession(identity: identity, configuration: configuration, refusal: refusal)
        self.answer = answer
        if isSecure { session.tlsEstablished(Self.encryption, certificateHash: Self.hash, at: Self.start) }
        drain()
    }

    /// Sends octets cut into pieces of the given sizes, again and again.
    mutating func send(_ octets: [UInt8], cuts: [Int] = [.max]) {
        var (rest, turn) = (octets[...], 0)
        while !rest.isEmpty {
            let piece = Array(rest.prefix(cuts[turn % cuts.count]))
            rest = rest.dropFirst(piece.count)
            turn += 1
            session.receive(piece.span.bytes, at: Self.start)
            drain()
        }
    }

    mutating func send(_ text: String) { send(Array(text.utf8)) }

    mutating func end(_ cause: SessionEnd) {
        session.end(cause, at: Self.start)
        drain()
    }

    /// Leaves questions open, the next one and those behind it.
    mutating func hold() { isHolding = true }

    /// Answers the question that is open, and those that come from here on.
    mutating func release() {
        isHolding = false
        guard let open = question.take() else { return }
        resume(open)
        drain()
    }

    /// Whether a question waits for its answer.
    var isAsked: Bool { question != nil }

    mutating func setMemoryShort(_ isShort: Bool) { session.isMemoryShort = isShort }

    private mutating func resume(_ question: SMTPQuestion) {
        switch question {
        case .password(let check):
            lines.append("? password")
            let isTooMany = check.password == "as too many wait"
            session.resume(
                with: isTooMany ? .tooManyLogins : .password(isRight: check.password == "tiger"), at: Self.start)
        case .message(let submission):
            submissions.append(submission)
            let inbox = submission.inbox.map { $0 == .default ? "" : " in \($0)" } ?? ""
            lines.append("? \(submission.content.count) \(submission.envelope.written)\(inbox)")
            session.resume(with: .message(answer(submission)), at: Self.start)
        }
    }

    private mutating func drain() {
        while let action = session.next() {
            switch action {
            case .send(let octets):
                lines += String(decoding: octets, as: UTF8.self).split(separator: "\r\n").map(String.init)
            case .ask(let asked):
                if isHolding { question = asked } else { resume(asked) }
            case .startTLS:
                lines.append("? encrypted")
                if isEncrypting {
                    session.tlsEstablished(Self.encryption, certificateHash: Self.hash, at: Self.start)
                }
            case .close: lines.append("? closed")
            }
        }
    }
}

extension Envelope {
    /// `from <a@b.example> RET=HDRS to <c@d.example> NOTIFY=NEVER <e@f.example>`
    fileprivate var written: String {
        let recipients = forwardPaths.indices.map { "<\(forwardPaths[$0])>" + parameters(of: $0) }
        return "from <\(reversePath)>\(parameters(of: nil)) to \(recipients.joined(separator: " "))"
    }

    private func parameters(of recipient: Int?) -> String {
        parameters.filter { $0.recipient == recipient }.map { " \($0)" }.joined()
    }
}
