import Testing

@testable import MailAnalysis

struct WebAddressTests {
    @Test(arguments: [
        ("https://Example.COM:8443/a?b#c", "https", "example.com"), ("HTTP://example.com", "http", "example.com"),
        ("https://user:pw@example.com/", "https", "example.com"), ("https:example.com/a", "https", "example.com"),
        ("https:\\\\example.com\\a", "https", "example.com"), ("//example.com/a", "", "example.com"),
        ("https://ex%61mple.com./", "https", "example.com"),
        ("https://[2001:db8::1]:80/", "https", "[2001:db8::1]"),
        ("http://0x7f.1/", "http", "127.0.0.1"), ("http://2130706433/", "http", "127.0.0.1"),
        ("http://0177.0.0.1/", "http", "127.0.0.1"), ("http://1.2.3.4.5/", "http", "1.2.3.4.5"),
        ("https://bücher.example/", "https", "bücher.example"),
    ])
    func `hosts are found as browsers find them`(_ text: String, _ scheme: String, _ host: String) {
        let address = WebAddress(text)
        #expect(address.scheme == scheme)
        #expect(address.host?.name == host)
    }

    @Test(arguments: [
        ("", WebAddress.Form.empty), ("#a", .fragment), ("/a", .relative), ("a/b:c", .relative),
        ("//a/b", .schemeRelative),
        ("mailto:a@b.example", .absolute), ("javascript:alert(1)", .absolute), ("?a=b", .relative),
        ("\\\\a\\b", .schemeRelative),
    ])
    func `forms are told apart`(_ text: String, _ form: WebAddress.Form) {
        #expect(WebAddress(text).form == form)
    }

    @Test(arguments: [
        ("https://example.com/a b", WebAddress.Fault.unescapedSpace), ("https://https://example.com", .doubledScheme),
        ("https:///a", .missingHost), ("https://", .missingHost), ("https://a..b/", .badHost),
        ("https://a<b/", .badHost),
        ("https://a.example:99999/", .badPort), ("https://a.example/%zz", .badEscape), ("https://[::1/", .badHost),
        ("https://a.example/\u{7}", .controlCharacter),
    ])
    func `faults are noticed`(_ text: String, _ fault: WebAddress.Fault) {
        #expect(WebAddress(text).faults.contains(fault))
    }

    @Test(arguments: [
        ("http://localhost:3000/", true), ("http://192.168.1.4/", true), ("http://10.1/", true),
        ("http://172.31.0.1/", true),
        ("http://172.32.0.1/", false), ("http://169.254.169.254/", true), ("http://100.64.0.1/", true),
        ("http://[::1]/", true),
        ("http://[fd00::1]/", true), ("http://[fe80::1]/", true), ("http://[::ffff:10.0.0.1]/", true),
        ("http://[2a00::1]/", false),
        ("http://intranet/", true), ("http://printer.local/", true), ("http://app.test/", true),
        ("http://example.com/", false),
        ("http://8.8.8.8/", false),
    ])
    func `local hosts are known`(_ text: String, _ isLocal: Bool) {
        #expect(WebAddress(text).host?.isLocal == isLocal)
    }

    @Test(arguments: [
        ("https://www.example.com/a", "www.example.com"), ("www.example.com", "www.example.com"),
        ("example.com", "example.com"),
        ("shop.example.co.uk/sale", "shop.example.co.uk"), ("README.md", nil), ("Our shop", nil),
        ("a@example.com", nil),
        ("v1.2.3", nil), ("Node.js", nil), ("12:30", nil), ("1.99", nil), ("example.com!", nil), ("", nil),
    ])
    func `text that shows an address is told from text that does not`(_ text: String, _ host: String?) {
        #expect(WebAddress.shown(in: text)?.name == host)
    }
}
