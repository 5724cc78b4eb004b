import Crypto

/// A thousand rounds of MD5, as Apache's `htpasswd` has them; the system's `crypt` knows them under another name only.
enum ApacheMD5 {
    private static let magic = "$apr1$"

    /// The hash of a password with the salt of another hash.
    static func hash(_ password: String, like hash: String) -> String? {
        let salt = hash.dropFirst(magic.count).prefix { $0 != "$" }.prefix(8)
        guard hash.hasPrefix(magic), !salt.isEmpty else { return nil }
        let digest = rounds(Array(password.utf8), Array(salt.utf8))
        return "\(magic)\(salt)$\(text(of: digest))"
    }

    private static func rounds(_ password: [UInt8], _ salt: [UInt8]) -> [UInt8] {
        let inner = md5(password + salt + password)
        var first = password + Array(magic.utf8) + salt
        for start in stride(from: 0, to: password.count, by: 16) { first += inner.prefix(password.count - start) }
        var bits = password.count
        while bits > 0 {
            first.append(bits & 1 == 1 ? 0 : password[0])
            bits >>= 1
        }
        var digest = md5(first)
        for round in 0..<1000 {
            var turn = round & 1 == 1 ? password : digest
            if round % 3 != 0 { turn += salt }
            if round % 7 != 0 { turn += password }
            turn += round & 1 == 1 ? digest : password
            digest = md5(turn)
        }
        return digest
    }

    private static func md5(_ octets: [UInt8]) -> [UInt8] { Array(Insecure.MD5.hash(data: octets)) }

    private static let alphabet = Array("./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    private static func text(of digest: [UInt8]) -> String {
        let groups = [[0, 6, 12], [1, 7, 13], [2, 8, 14], [3, 9, 15], [4, 10, 5]]
        var text: [UInt8] = []
        func add(_ value: Int, _ count: Int) {
            for place in 0..<count { text.append(alphabet[value >> (6 * place) & 0x3F]) }
        }
        for group in groups { add(group.reduce(0) { $0 << 8 | Int(digest[$1]) }, 4) }
        add(Int(digest[11]), 2)
        return String(decoding: text, as: UTF8.self)
    }
}
