import Glibc
import MailModel

/// Who runs this process, and where: what completes addresses and fields that a caller leaves out.
struct LocalIdentity: Hashable, Sendable {
    var user: String
    /// The user's name in full; `nil` where the system does not know it.
    var fullName: String?
    var host: String

    /// As the system says.
    static func current() -> LocalIdentity {
        let entry = getpwuid(getuid())?.pointee
        let user = (entry?.pw_name).map { String(cString: $0) } ?? "\(getuid())"
        // The first of the fields that finger(1) shows.
        let gecos = (entry?.pw_gecos).map { String(cString: $0).prefix { $0 != "," } } ?? ""
        return LocalIdentity(user: user, fullName: gecos.isEmpty ? nil : String(gecos), host: hostName ?? "localhost")
    }

    var address: String { "\(user)@\(host)" }

    /// The address as it is, or of a user of this machine.
    func qualified(_ address: String) -> String { address.contains("@") ? address : "\(address)@\(host)" }

    /// `nil` where the system has none, or one that is no domain.
    private static var hostName: String? {
        var characters = [CChar](repeating: 0, count: 256)
        guard gethostname(&characters, characters.count - 1) == 0 else { return nil }
        let name = String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        return labels.allSatisfy { !$0.isEmpty && $0.allSatisfy(Self.isAllowedInLabel) } ? name : nil
    }

    private static func isAllowedInLabel(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
    }
}

extension ZonedTime {
    /// By the clock and the time zone of this machine.
    static func now() -> ZonedTime {
        var seconds = time(nil)
        var local = tm()
        localtime_r(&seconds, &local)
        return ZonedTime(secondsSince1970: Int64(seconds), offsetMinutes: local.tm_gmtoff / 60)
    }
}
