import MailModel
import MailProtocols
import Testing

@testable import creel

@Suite struct SettingsTests {
    @Test func `Every setting reads back the text it prints for its default`() {
        for setting in ServeConfiguration.settings {
            var configuration = ServeConfiguration(environment: ["HOME": "/home/a"])
            let texts = setting.read(configuration)
            let refused = setting.write(&configuration, texts)
            #expect(refused == nil, "\(setting.name)")
            #expect(setting.read(configuration) == texts, "\(setting.name)")
        }
    }

    @Test func `Names are words of lower case letters, each used once`() {
        let names = ServeConfiguration.settings.map(\.name)
        #expect(Set(names).count == names.count)
        for name in names { #expect(name.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, "\(name)") }
    }

    @Test func `Every stored property has a setting`() {
        let properties = Mirror(reflecting: ServeConfiguration(environment: [:])).children.compactMap(\.label)
        let names = ServeConfiguration.settings.map { $0.name.filter { $0 != "-" } }
        #expect(properties.map { $0.lowercased() }.sorted() == names.sorted())
    }

    @Test func `Help fits a terminal of 80 columns and names every setting and limit`() {
        #expect(ServeHelp.text.split(separator: "\n").allSatisfy { $0.count < 80 })
        for setting in ServeConfiguration.settings { #expect(ServeHelp.text.contains("  \(setting.flag) ")) }
    }

    @Test(arguments: [
        ("127.0.0.1:1025", ListenAddress(host: "127.0.0.1", port: 1025)),
        ("[::1]:0", ListenAddress(host: "::1", port: 0)),
        ("mail.example:65535", ListenAddress(host: "mail.example", port: 65535)),
    ])
    func `Listen addresses`(text: String, address: ListenAddress) {
        #expect(ListenAddress(text) == address)
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", ":", "1025", ":1025", "a", "a:", "a:65536", "a:-1", "a:+1", "a: 1", "::1:25", "[::1]", "[a]:1", "[]:1",
        "a b:1",
        "a\n:1", "ä:1",
    ])
    func `What is no listen address`(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test(arguments: [
        ("0", 0, "0"), ("1000", 1000, "1000"), ("4096", 4096, "4KiB"), ("64k", 65536, "64KiB"),
        ("50M", 52_428_800, "50MiB"), ("1GiB", 1 << 30, "1GiB"), ("3 mb", 3 << 20, "3MiB"),
        ("1536K", 1_572_864, "1536KiB"),
        ("7B", 7, "7"),
    ])
    func `Amounts of octets`(text: String, count: Int, printed: String) {
        #expect(Octets(text)?.count == count)
        #expect(Octets(count).description == printed)
    }

    @Test(arguments: ["", "M", "-1", "1.5M", "1T", "1e3", "9223372036854775807K", "99999999999999999999", "٣", "1 M M"])
    func `What is no amount of octets`(text: String) {
        #expect(Octets(text) == nil)
    }

    @Test func `Extensions are switched off by name, whatever its case`() throws {
        var configuration = ServeConfiguration(environment: [:])
        let setting = try #require(ServeConfiguration.settings.first { $0.name == "disable-extension" })
        #expect(setting.write(&configuration, ["chunking", "SIZE"]) == nil)
        let keywords = configuration.session(.smtp, at: configuration.smtp[0]).extensions.map(\.keyword)
        #expect(!keywords.contains("CHUNKING") && !keywords.contains("SIZE") && keywords.contains("DSN"))
        #expect(setting.write(&configuration, ["FROB"]) == Setting.RefusedText(text: "FROB"))
    }

    @Test func `The default database follows the XDG base directory specification`() {
        let state = ["XDG_STATE_HOME": "/state", "HOME": "/home/a"]
        #expect(DatabaseLocation.default(environment: state) == .file("/state/creel/creel.sqlite"))
        let relative = ["XDG_STATE_HOME": "state", "HOME": "/home/a"]
        #expect(DatabaseLocation.default(environment: relative) == .file("/home/a/.local/state/creel/creel.sqlite"))
        #expect(DatabaseLocation.default(environment: ["HOME": "/"]) == .file("/.local/state/creel/creel.sqlite"))
        #expect(DatabaseLocation.default(environment: [:]) == .file("creel.sqlite"))
    }

    @Test func `A credential keeps its password to itself`() throws {
        let credential = try #require(Credential(parsing: "alice:se:cret"))
        #expect(credential.user == "alice")
        #expect(credential.password == "se:cret")
        #expect(!"\(credential) \(String(reflecting: credential))".contains("cret"))
        var dumped = ""
        dump(credential, to: &dumped)
        #expect(!dumped.contains("cret"))
        for text in ["alice", ":x", "alice:", "a:b\nc"] { #expect(Credential(parsing: text) == nil) }
    }
}
