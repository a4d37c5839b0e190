namespace Analytics.Graph.Centrality;

/// <summary>The roles R1–R7 of Guimerà and Amaral 2005; the number is that of the paper.</summary>
public enum NetworkRole
{
    /// <summary>No ties or no community.</summary>
    Undefined = 0,

    /// <summary>R1: not a hub, practically all ties inside the own community.</summary>
    UltraPeripheral = 1,

    /// <summary>R2: not a hub, most ties inside.</summary>
    Peripheral = 2,

    /// <summary>R3: not a hub, many ties to other communities.</summary>
    NonHubConnector = 3,

    /// <summary>R4: not a hub, ties spread over all communities.</summary>
    NonHubKinless = 4,

    /// <summary>R5: a hub, nearly all ties inside.</summary>
    ProvincialHub = 5,

    /// <summary>R6: a hub with many ties to other communities.</summary>
    ConnectorHub = 6,

    /// <summary>R7: a hub, ties spread over all communities.</summary>
    KinlessHub = 7,
}
