namespace Analytics.Graph.Centrality;

/// <summary>Parameters of <see cref="Betweenness"/>.</summary>
/// <param name="Lengths">How long arcs are.</param>
/// <param name="Normalised">Divide by the number of pairs that a vertex can lie between, (n−1)(n−2), half of it in an
/// undirected graph, so that scores lie in [0, 1].</param>
public sealed record BetweennessOptions(ArcLengths Lengths = ArcLengths.Hops, bool Normalised = false);
