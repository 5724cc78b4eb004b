/// The text of `creel serve --help` below its usage line.
enum ServeHelp {
    /// Wide enough for a terminal of 80 columns.
    private static let width = 78

    static let text =
        ServeConfiguration.settings.map(entry).joined(separator: "\n") + """


              --config FILE
                  Read settings from this YAML file instead of creel.yaml in the
                  working directory (CREEL_CONFIG); none reads neither.
              --print-configuration
                  Print the settings in effect as YAML, with where each comes from,
                  and stop.

            Each setting is a flag, a variable CREEL_NAME in the environment and a key in
            the file; flags win over the environment, the environment over the file. Lists
            repeat the flag, use commas in the environment and a list in the file.

            HOST may be a name. Where it has several addresses, the first is taken.
            """

    private static func entry(_ setting: Setting) -> String {
        let defaults = setting.defaultText.isEmpty ? "" : " (default \(setting.defaultText))"
        let reached = setting.whenReached.map { "; when reached: \($0)" } ?? ""
        let repeats = setting.isList ? ", may repeat" : ""
        let words = "\(setting.help)\(defaults)\(repeats)\(reached).".split(separator: " ")
        return "  \(setting.flag) \(setting.placeholder)\n" + lines(of: words, indent: 6)
    }

    private static func lines(of words: [Substring], indent: Int) -> String {
        var lines = [String(repeating: " ", count: indent)]
        for word in words {
            let last = lines[lines.count - 1]
            if last.count > indent, last.count + word.count >= width {
                lines.append(String(repeating: " ", count: indent) + word)
            } else {
                lines[lines.count - 1] += (last.count > indent ? " " : "") + word
            }
        }
        return lines.joined(separator: "\n")
    }
}
