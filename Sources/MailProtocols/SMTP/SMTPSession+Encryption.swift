package import MailModel

/// From the wish to encrypt until it is agreed how. RFC 3207.
extension SMTPSession {
    var isSecure: Bool { encryption != nil }

    package var isEncryptedFromStart: Bool { identity.isEncryptedFromStart }

    /// Whether nothing but STARTTLS leads on.
    var mustEncrypt: Bool { configuration.tls == .required && !isSecure }

    /// Forgets all that was said in the clear, input that is there already included: who could write it into the
    /// connection could have others' words be taken for the client's. RFC 3207 §4.2, §5.
    mutating func beginEncryption() {
        noteDropped(input.count)
        input.forget()
        (greeting, login, refusedLogin, exchange, mayHearSecrets) = (nil, nil, nil, nil, false)
        identity = acceptedIdentity
        forgetTransaction()
        (phase, hasToldEncryption) = (.encrypting, false)
    }

    mutating func noteDropped(_ octets: Int) {
        guard octets > 0 else { return }
        note("\(octets) octets in the clear behind STARTTLS, dropped (RFC 3207 §5)")
    }

    mutating func takeEncryption() -> Action? {
        guard !hasToldEncryption else { return nil }
        hasToldEncryption = true
        return .startTLS
    }

    package mutating func tlsEstablished(
        _ parameters: TLSParameters, certificateHash: [UInt8]?, at now: Timestamp
    ) {
        guard phase == .encrypting else { return }
        self.certificateHash = certificateHash
        (self.now, encryption, phase) = (now, parameters, .command)
        steps += 1
        note("encrypted: \(parameters)")
        if identity.isEncryptedFromStart { open() }
    }
}
