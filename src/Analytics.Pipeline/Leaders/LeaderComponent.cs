namespace Analytics.Pipeline.Leaders;

/// <summary>
/// A figure that the score of leaders can be made of. It is ranked among the members of the community by the column of
/// its name in the step account_measures; NULL there means unknown, and what is unknown is not ranked.
/// </summary>
/// <param name="Name">Key of <c>leaders.weights</c>, and stem of the columns made of it.</param>
/// <param name="Title">What a sentence calls it.</param>
/// <param name="DefaultWeight">Weight where the pipeline file names none; docs/validation.md says why.</param>
public sealed record LeaderComponent(string Name, string Title, double DefaultWeight)
{
    /// <summary>Whether the weight may be negative, which makes the component cost.</summary>
    public bool MayCost { get; init; }

    /// <summary>SQL over account_measures where not simply the column of that name is ranked.</summary>
    public string? RankedBy { get; init; }

    /// <summary>Where the figure is unknown, as the end of "NULL where …"; null where it is always known.</summary>
    public string? UnknownWhere { get; init; }
}
