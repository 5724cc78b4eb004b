/// What enhanced status codes mean, for reading. RFC 3463, and the registry that it began.
enum StatusMeaning {
    /// `The mailbox does not exist, for good` for `5.1.1`; `nil` for what is no such code.
    static func text(of code: String) -> String? {
        let numbers = code.split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 3, let outcome = outcomes[numbers[0]] else { return nil }
        let subject = numbers[1...].joined(separator: ".")
        let what = details[subject] ?? subjects[numbers[1]].map { "something about \($0)" } ?? "no more is said"
        return "\(outcome): \(what)"
    }

    private static let outcomes: [Substring: String] = [
        "2": "Delivered", "4": "Not delivered yet, it is tried again", "5": "Not delivered, for good",
    ]

    private static let subjects: [Substring: String] = [
        "1": "the address", "2": "the mailbox", "3": "the mail system", "4": "the network or the routing",
        "5": "the protocol", "6": "the content", "7": "security or policy",
    ]

    private static let details = [
        "0.0": "no more is said",
        "1.1": "the mailbox does not exist", "1.2": "the domain does not exist or takes no mail",
        "1.3": "the recipient's address is malformed", "1.4": "the address fits several mailboxes",
        "1.5": "the address is right", "1.6": "the mailbox has moved and says not where",
        "1.7": "the sender's address is malformed", "1.8": "the sender's domain does not exist",
        "1.9": "the message was handed to a system that tells no more", "1.10": "the domain says that it takes no mail",
        "2.1": "the mailbox is disabled", "2.2": "the mailbox is full",
        "2.3": "the message is too large for the mailbox",
        "2.4": "the mailing list could not be expanded",
        "3.1": "the mail system is full", "3.2": "the mail system takes no mail at present",
        "3.3": "the mail system lacks what the message needs", "3.4": "the message is too large for the mail system",
        "3.5": "the mail system is configured wrongly",
        "4.1": "the host did not answer", "4.2": "the connection broke", "4.3": "the directory did not answer",
        "4.4": "no way to the host was found", "4.5": "the mail system is busy", "4.6": "the message went in a circle",
        "4.7": "the message took too long",
        "5.0": "the protocol was not kept", "5.1": "a command was not valid", "5.2": "a command was malformed",
        "5.3": "there were too many recipients", "5.4": "a parameter of a command was wrong",
        "5.5": "the versions of the protocol do not match",
        "6.1": "the kind of content is not taken", "6.2": "the content had to be converted and must not be",
        "6.3": "the content had to be converted and could not be",
        "6.4": "the content lost something when it was converted",
        "6.5": "the conversion of the content failed",
        "7.0": "security or policy", "7.1": "the sender may not, or the message is refused as spam",
        "7.2": "the sender may not write to the mailing list", "7.3": "the security could not be converted",
        "7.4": "the security that was asked for is not there", "7.5": "the encryption failed",
        "7.6": "the encryption is not known", "7.7": "the message was changed on the way",
        "7.8": "the login was wrong", "7.9": "the way to log in is too weak", "7.13": "the account is disabled",
        "7.20": "no DKIM signature holds", "7.21": "no DKIM signature is of a domain that is taken",
        "7.22": "no DKIM signature is of the author's domain", "7.23": "SPF does not allow the sender",
        "7.24": "SPF could not be looked up", "7.25": "the sending address has no name that leads back to it",
        "7.26": "neither SPF nor DKIM holds", "7.27": "the sender's domain takes no mail", "7.28": "too much mail came",
        "7.29": "ARC does not hold", "7.30": "the encryption that was asked for is not there",
    ]
}
