/// A service extension in one value: what EHLO says of it and which parameters it brings. RFC 5321 §2.2.
///
/// Adding an extension is adding a value.
package struct ServiceExtension: Sendable {
    /// Checks the value of a parameter of MAIL, `nil` when the keyword stood alone, and notes what it means for the
    /// transaction.
    ///
    /// Returns what the envelope keeps: the decoded value, empty for a keyword alone, or `nil` for nothing.
    typealias MailParameter = @Sendable (String?, inout Transaction, SMTPSession) throws(Reply) -> String?
    /// The same for a parameter of RCPT.
    typealias RcptParameter = @Sendable (String?, SMTPSession) throws(Reply) -> String?

    /// The EHLO keyword.
    package let keyword: String
    /// Whether EHLO shows it in the present state of a session.
    var isOffered: @Sendable (SMTPSession) -> Bool = { _ in true }
    /// What follows the keyword on the EHLO line.
    var argument: @Sendable (SMTPSession) -> String? = { _ in nil }
    /// Parameters of MAIL, by keyword.
    var mailParameters: [String: MailParameter] = [:]
    /// Parameters of RCPT, by keyword.
    var rcptParameters: [String: RcptParameter] = [:]

    /// Its line of the EHLO reply.
    func line(_ session: SMTPSession) -> String {
        argument(session).map { "\(keyword) \($0)" } ?? keyword
    }

    /// In the order of the EHLO reply.
    package static let all: [ServiceExtension] = [
        .pipelining, .size, .eightBitMIME, .smtpUTF8, .enhancedStatusCodes, .deliveryStatusNotifications, .chunking,
        .binaryMIME, .deliverBy, .priority, .futureRelease, .requireTLS, .limits,
        .startTLS, .authentication, .xClient, .xForward, .help,
    ]
}

extension ServiceExtension {
    /// RFC 2920: the session is built for it.
    package static let pipelining = ServiceExtension(keyword: "PIPELINING")

    /// RFC 1870: message size declaration.
    package static let size = ServiceExtension(
        keyword: "SIZE",
        argument: { "\($0.configuration.limits.message)" },
        mailParameters: [
            "SIZE": { value, transaction, session throws(Reply) in
                let limit = session.configuration.limits.message
                guard let value, (1...20).contains(value.count), value.utf8.allSatisfy(\.isASCIIDigit) else {
                    throw .badArgument("SIZE takes a number of octets, such as SIZE=2048")
                }
                // Twenty digits may not fit; such a size is beyond any limit all the same.
                guard let octets = Int(value), octets <= limit else { throw .tooBig(limit: limit) }
                transaction.declaredSize = octets
                // The content will tell.
                return nil
            }
        ])

    /// RFC 6152: 8-bit content; content is kept as it comes in either case.
    package static let eightBitMIME = ServiceExtension(keyword: "8BITMIME", mailParameters: ["BODY": body])

    /// RFC 3030: a message in chunks of known length, whose octets nobody need look at.
    package static let chunking = ServiceExtension(keyword: "CHUNKING")

    /// RFC 3030 §3: content without lines, which only chunks can carry.
    package static let binaryMIME = ServiceExtension(
        keyword: "BINARYMIME", isOffered: { $0.offers("CHUNKING") }, mailParameters: ["BODY": body])

    private static let body: MailParameter = { value, transaction, session throws(Reply) in
        let allowed = ["7BIT", "8BITMIME"] + (session.offers("BINARYMIME") ? ["BINARYMIME"] : [])
        guard let body = value?.uppercased(), allowed.contains(body) else {
            throw .badArgument("BODY is one of \(allowed.joined(separator: ", "))")
        }
        transaction.isBinary = body == "BINARYMIME"
        return body
    }

    /// RFC 6531: internationalised addresses.
    package static let smtpUTF8 = ServiceExtension(
        keyword: "SMTPUTF8",
        mailParameters: [
            "SMTPUTF8": { value, transaction, _ throws(Reply) in
                guard value == nil else { throw .badArgument("SMTPUTF8 takes no value") }
                transaction.allowsUTF8 = true
                return ""
            }
        ])

    /// RFC 2034: replies carry enhanced status codes.
    package static let enhancedStatusCodes = ServiceExtension(keyword: "ENHANCEDSTATUSCODES")

    /// RFC 5321 §4.1.1.8: the command of that name, which has a keyword of its own.
    package static let help = ServiceExtension(keyword: "HELP")
}
