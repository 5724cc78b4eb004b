/// One connection as evidence: who came, what was said, how it ended.
package struct SessionRecord: Hashable, Sendable {
    package var id: SessionID
    /// `smtp` or `lmtp`.
    package var `protocol`: String
    /// `address:port` of the client; `unix` for one at a Unix socket.
    package var client: String
    /// `address:port` of the listener, or `unix:` and the path of a socket.
    package var listener: String
    package var startedAt: Timestamp
    /// `nil` while the connection is open, and for ever when the server died before it ended.
    package var endedAt: Timestamp?
    /// What the client called itself in HELO or EHLO.
    package var greeting: String?
    package var outcome: Outcome
    /// Why it ended as it did, where the outcome does not say it all.
    package var reason: String?
    /// How it is encrypted; `nil` in the clear.
    package var tls: TLSParameters?
    /// Who is logged in.
    package var user: String?
    /// Messages that came over it, the newest ``messageLimit`` of them.
    package var messages: [CaptureID]
    /// Messages that were acknowledged.
    package var accepted: Int
    /// Senders, recipients, messages and logins that were refused; commands that were wrong in themselves are not counted.
    package var refused: Int
    package var dialogue: [DialogueLine]
    /// Lines that were left out of `dialogue` because it had reached its limit.
    package var omittedLines: Int

    package init(
        id: SessionID, protocol: String, client: String, listener: String, startedAt: Timestamp,
        endedAt: Timestamp? = nil, greeting: String? = nil, outcome: Outcome = .open, reason: String? = nil,
        tls: TLSParameters? = nil, user: String? = nil, messages: [CaptureID] = [], accepted: Int = 0,
        refused: Int = 0, dialogue: [DialogueLine] = [], omittedLines: Int = 0
    ) {
        (self.id, self.protocol, self.client, self.listener) = (id, `protocol`, client, listener)
        (self.startedAt, self.endedAt, self.greeting, self.outcome) = (startedAt, endedAt, greeting, outcome)
        (self.reason, self.tls, self.user, self.messages) = (reason, tls, user, messages)
        (self.accepted, self.refused) = (accepted, refused)
        (self.dialogue, self.omittedLines) = (dialogue, omittedLines)
    }

    /// What the dialogue takes: its texts, and a flat rate for each line.
    package var dialogueOctets: Int { dialogue.reduce(0) { $0 + 64 + $1.speech.octets } }

    /// The record where there is no room for what was said.
    package var withoutDialogue: SessionRecord {
        var record = self
        (record.dialogue, record.omittedLines) = ([], omittedLines + dialogue.count)
        return record
    }

    /// How many messages of a session are named in its record.
    package static let messageLimit = 1000

    package enum Outcome: String, CaseIterable, Sendable, Codable {
        /// The connection has not ended yet, or its end was never seen.
        case open
        /// The client said QUIT.
        case quit
        /// The client went away without QUIT, outside mail data.
        case disconnected
        /// The client went away in the middle of mail data.
        case lostInData
        /// The client was silent for too long.
        case timedOut
        /// Too many connections, or too many errors.
        case refused
        /// Encryption could not be agreed upon.
        case tlsFailed
        /// The server stopped.
        case stopped
    }
}

/// One line of a dialogue, or a run of mail data.
package struct DialogueLine: Hashable, Sendable {
    package var at: Timestamp
    package var speech: Speech

    package init(at: Timestamp, speech: Speech) {
        self.at = at
        self.speech = speech
    }

    package enum Speech: Hashable, Sendable {
        /// A command as it was sent, without its line end.
        case client(String)
        /// A reply as it was sent, lines joined by LF.
        case server(String)
        /// Mail data, as its size in octets after dot-unstuffing.
        case data(octets: Int)
        /// Something about the wire that neither side said: a defect or an end.
        case note(String)

        fileprivate var octets: Int {
            switch self {
            case .client(let text), .server(let text), .note(let text): text.utf8.count
            case .data: 0
            }
        }
    }
}

extension DialogueLine: Encodable {
    private enum CodingKeys: String, CodingKey { case at, client, server, data, note }

    /// `{"at": "2026-…Z", "client": "EHLO a"}`; `data` is a number of octets.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(at, forKey: .at)
        switch speech {
        case .client(let line): try container.encode(line, forKey: .client)
        case .server(let reply): try container.encode(reply, forKey: .server)
        case .data(let octets): try container.encode(octets, forKey: .data)
        case .note(let text): try container.encode(text, forKey: .note)
        }
    }
}

extension SessionRecord: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, `protocol`, client, listener, startedAt, endedAt, greeting, outcome, reason, tls, user
        case messages, accepted, refused, dialogue, omittedLines
    }

    /// Every key is always there; what is absent is `null` or `[]`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(`protocol`, forKey: .protocol)
        try container.encode(client, forKey: .client)
        try container.encode(listener, forKey: .listener)
        try container.encode(startedAt, forKey: .startedAt)
        try container.encode(endedAt, forKey: .endedAt)
        try container.encode(greeting, forKey: .greeting)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(reason, forKey: .reason)
        try container.encode(tls, forKey: .tls)
        try container.encode(user, forKey: .user)
        try container.encode(messages, forKey: .messages)
        try container.encode(accepted, forKey: .accepted)
        try container.encode(refused, forKey: .refused)
        try container.encode(dialogue, forKey: .dialogue)
        try container.encode(omittedLines, forKey: .omittedLines)
    }
}
