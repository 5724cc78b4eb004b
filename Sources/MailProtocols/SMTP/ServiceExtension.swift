/// A service extension in one value: what EHLO says of it and which parameters it brings. RFC 5321 §2.2.
///
/// Adding an extension is adding a value.
package struct ServiceExtension: Sendable {
    /// Checks a parameter's value and notes what it means for the transaction. `nil` stands for a missing value.
    typealias Parameter = @Sendable (String?, inout Transaction, SMTPSession.Limits) throws(Reply) -> Void

    /// The EHLO keyword.
    package let keyword: String
    /// What follows the keyword on the EHLO line.
    var argument: @Sendable (SMTPSession.Limits) -> String? = { _ in nil }
    /// Parameters of MAIL, by keyword.
    var mailParameters: [String: Parameter] = [:]

    func line(_ limits: SMTPSession.Limits) -> String {
        argument(limits).map { "\(keyword) \($0)" } ?? keyword
    }

    /// In the order of the EHLO reply.
    package static let all: [ServiceExtension] = [.pipelining, .size, .eightBitMIME, .smtpUTF8, .enhancedStatusCodes]
}

extension ServiceExtension {
    /// RFC 2920: the session is built for it.
    package static let pipelining = ServiceExtension(keyword: "PIPELINING")

    /// RFC 1870: message size declaration.
    package static let size = ServiceExtension(
        keyword: "SIZE",
        argument: { "\($0.message)" },
        mailParameters: [
            "SIZE": { value, transaction, limits throws(Reply) in
                guard let value, (1...20).contains(value.count), value.utf8.allSatisfy(\.isASCIIDigit) else {
                    throw .badArgument("SIZE takes a number of octets, such as SIZE=2048")
                }
                // Twenty digits may not fit; such a size is beyond any limit all the same.
                guard let octets = Int(value), octets <= limits.message else { throw .tooBig(limit: limits.message) }
                transaction.declaredSize = octets
            }
        ])

    /// RFC 6152: 8-bit content; content is kept as it comes in either case.
    package static let eightBitMIME = ServiceExtension(
        keyword: "8BITMIME",
        mailParameters: [
            "BODY": { value, _, _ throws(Reply) in
                guard let value, ["7BIT", "8BITMIME"].contains(value.uppercased()) else {
                    throw .badArgument("BODY is 7BIT or 8BITMIME")
                }
            }
        ])

    /// RFC 6531: internationalised addresses.
    package static let smtpUTF8 = ServiceExtension(
        keyword: "SMTPUTF8",
        mailParameters: [
            "SMTPUTF8": { value, transaction, _ throws(Reply) in
                guard value == nil else { throw .badArgument("SMTPUTF8 takes no value") }
                transaction.allowsUTF8 = true
            }
        ])

    /// RFC 2034: replies carry enhanced status codes.
    package static let enhancedStatusCodes = ServiceExtension(keyword: "ENHANCEDSTATUSCODES")
}
