/// `class.subject.detail`, which says what a three-digit code cannot. RFC 3463; the names follow its section 3.
package struct EnhancedStatusCode: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    private init(_ description: String) { self.description = description }

    package static let success = Self("2.0.0")
    package static let senderValid = Self("2.1.0")
    package static let recipientValid = Self("2.1.5")
    package static let contentAccepted = Self("2.6.0")
    package static let securityStatus = Self("2.7.0")

    package static let systemNotAcceptingMessages = Self("4.3.2")
    package static let systemFull = Self("4.3.1")
    package static let systemTrouble = Self("4.3.0")
    package static let badConnection = Self("4.4.2")
    package static let tooManyRecipients = Self("4.5.3")
    package static let policyForNow = Self("4.7.0")

    package static let badRecipientSyntax = Self("5.1.3")
    package static let badSenderSyntax = Self("5.1.7")
    package static let messageTooBig = Self("5.3.4")
    package static let invalidCommand = Self("5.5.1")
    package static let syntaxError = Self("5.5.2")
    package static let invalidArguments = Self("5.5.4")
    /// RFC 4954 §6.
    package static let loginLineTooLong = Self("5.5.6")
    /// Non-ASCII addresses are not permitted here. RFC 6531 §3.5.
    package static let nonASCIINotPermitted = Self("5.6.7")
    package static let securityPolicy = Self("5.7.0")
    /// RFC 4954 §6.
    package static let credentialsInvalid = Self("5.7.8")
    /// RFC 4954 §6.
    package static let encryptionRequiredForLogin = Self("5.7.11")
}
