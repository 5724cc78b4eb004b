import Assessing

extension AssessmentNotes {
    /// Which message is read for the index of a database: what ends this version of the program is passed over.
    static func ofIndex(beside database: String) -> AssessmentNotes {
        AssessmentNotes(path: database + "-indexing", ruleset: Creel.version)
    }
}
