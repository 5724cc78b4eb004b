import ArgumentParser
import FoundationEssentials
import HTTPAPI
import Logging
import MailStorage

/// `creel serve`: takes mail and answers for it until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Take mail over SMTP and answer for it over HTTP.",
        usage: "creel serve [--NAME VALUE]…", discussion: ServeHelp.text)

    /// Taken whole: flags come from the table of settings, not from declarations here.
    @Argument(parsing: .captureForPassthrough, help: .hidden)
    var words: [String] = []

    func run() async throws {
        do {
            let arguments = try ServeArguments(words)
            if arguments.wantsHelp { throw CleanExit.helpRequest(self) }
            let environment = ProcessInfo.processInfo.environment
            let resolved = try ResolvedConfiguration(
                arguments, environment: environment, defaultFile: ConfigurationFile.inWorkingDirectory)
            let logger = Logger(resolved.configuration, environment: environment)
            for warning in resolved.warnings { logger.warning("\(warning)") }
            if arguments.wantsConfiguration {
                try StandardOutput.write(resolved.yaml)
            } else {
                for notice in resolved.notices { logger.notice("\(notice)") }
                try await serve(resolved.configuration, logger: logger)
            }
        } catch let error as ConfigurationError {
            throw Self.exit(telling: error.description, code: error.exitCode)
        } catch let error as StartFailure {
            throw Self.exit(telling: error.description, code: error.exitCode)
        }
    }

    /// One line on standard error, and then nothing more.
    private static func exit(telling text: String, code: Int32) -> ExitCode {
        StandardError.write("creel: \(text)\n")
        return ExitCode(code)
    }
}

extension ServeCommand {
    private func serve(_ configuration: ServeConfiguration, logger: Logger) async throws {
        do {
            for address in configuration.http + configuration.https {
                try configuration.accessPolicy.validate(binding: HTTPBinding(host: address.host, port: address.port))
            }
            try await Server(configuration, logger: logger).run()
        } catch let error as AccessError {
            throw StartFailure(description: "\(error)", exitCode: 78)
        } catch let error as StoreError {
            throw StartFailure(description: error.explanation, exitCode: 74)
        }
    }
}

extension ServeConfiguration {
    /// Who may use HTTP.
    var accessPolicy: AccessPolicy {
        AccessPolicy(
            allowedHosts: allowedHosts,
            credentials: httpCredentials.map { .init(user: $0.user, password: $0.password) })
    }
}
