namespace Analytics.Pipeline.Definition;

/// <summary>Names that must not stand twice in a list of sections.</summary>
internal static class UniqueNames
{
    public static void Check(IReadOnlyList<Section> sections, string what, ProblemList problems)
    {
        Dictionary<string, Node> seen = new(StringComparer.Ordinal);
        foreach (var section in sections.Where(section => section.IsSound("name")))
        {
            var name = section.Value<string>("name");
            var place = section.At("name");
            if (seen.TryAdd(name, place)) continue;
            problems.Add(place, section.KeyPath("name"), $"'{name}' a second time",
                $"a name that no other {what} has (first on line {seen[name].Line})", "Rename one of them");
        }
    }
}
