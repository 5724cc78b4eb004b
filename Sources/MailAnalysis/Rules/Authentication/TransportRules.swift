import MailModel

/// What the connection shows of the sender. What needs the DNS or the sending address is told as untestable, see
/// ``Requirement``.
extension Rule {
    static let transport = [unencrypted]

    static let unencrypted = Rule(
        "smtp.tls", version: 2, .authentication, .warning, points: 0,
        summary: "The message came over a connection that was not encrypted",
        advice:
            "Gmail refuses that, and everybody on the way can read along. Have the client use STARTTLS, or TLS from "
            + "the start.",
        reference: "RFC 3207",
        passing: [Example("Subject: a\n\n.\n", transport: Transport(isEncrypted: true)), "Subject: a\n\n.\n"],
        failing: [
            Example("Subject: a\n\n.\n", transport: Transport(isEncrypted: false)),
            Example("Subject: a\n\n.\n", transport: Transport(isEncrypted: false, isNearby: true)),
        ]
    ) { examined in
        guard let transport = examined.subject.transport, transport.isEncrypted == false else { return [] }
        // What comes from beside goes no way where anybody reads along; from there, it is the relay that counts.
        guard transport.isNearby else { return [Place("STARTTLS was not used")] }
        return [Place("STARTTLS was not used, by a client close by", severity: .info)]
    }
}
