import FoundationEssentials

extension Surroundings {
    /// The server that is named, or where one answers that was started here.
    ///
    /// - Parameter text: Its URL, without a query.
    func server(_ text: String?) throws(CommandFailure) -> ServerURL {
        guard let text else { return try startedHere() }
        do throws(ServerURL.Refusal) {
            let url = try ServerURL(text)
            guard url.query.isEmpty else {
                throw ServerURL.Refusal(description: "cannot ask \(text.escapingControls()): give the address alone")
            }
            return url
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }

    private func startedHere() throws(CommandFailure) -> ServerURL {
        guard let listener = configuration.http.first?.reachable, listener.port > 0 else {
            throw CommandFailure(.usage, "the setting http names no server; give one by --server http://HOST:PORT")
        }
        return ServerURL(listener, configuration.httpCredentials.first)
    }
}

extension ServerURL {
    init(_ listener: ListenAddress, _ credential: Credential?) {
        (isSecure, host, port, query) = (false, listener.host, listener.port, "")
        credentials = credential.map { Data("\($0.user):\($0.password)".utf8).base64EncodedString() }
    }
}
