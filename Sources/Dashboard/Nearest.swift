/// The names that may have been meant by what somebody wrote, at most four; none when nothing is near.
package func nearestNames(to text: String, among names: [String]) -> [String] {
  text.utf8.count > 64 ? [] : Prompt.near(text, among: names)
}
