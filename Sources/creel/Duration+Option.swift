import MailModel

extension Duration {
    /// Reads a time as options take it: `500ms`, `10s`, `5m`, or a number of seconds, as for the API and timeout(1).
    init?(option text: String) {
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        self.init(text: isNumber ? text + "s" : text)
    }
}
