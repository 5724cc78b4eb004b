extension Surroundings {
    /// The server that is named, or where one takes mail that was started here.
    func mailServer(_ text: String?, isLMTP: Bool = false) throws(CommandFailure) -> MailServerAddress {
        if let text {
            guard let address = MailServerAddress(text), address.reachable != nil else {
                throw CommandFailure(
                    .usage,
                    "'\(text.escapingControls())' is no server; give HOST:PORT, or unix: and the path of a socket")
            }
            return address
        }
        let (listener, name) =
            isLMTP ? (configuration.lmtp.first, "lmtp") : (configuration.smtp.first, "smtp")
        guard let address = listener?.address.reachable else {
            throw CommandFailure(.usage, "the setting \(name) names no server; give one by --server HOST:PORT")
        }
        return address
    }
}
