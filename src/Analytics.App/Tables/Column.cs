namespace Analytics.App.Tables;

/// <summary>A column of something shown as a table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="AlignRight">True for numbers.</param>
internal sealed record Column(string Name, bool AlignRight = false);
