"""Peers of `bench graph`: peers.py EDGES RUNS THREADS FILTER.

Every library that this Python has does the kernels whose name contains FILTER, RUNS times; prints one JSON object per
kernel, with seconds that do not contain loading. Names of kernels are those of our own rows.
"""
import importlib
import importlib.metadata
import json
import resource
import sys
import time

path, runs, threads, wanted = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].lower()


def load(module):
    try:
        return importlib.import_module(module)
    except ImportError:
        print(f"{module} is not installed for {sys.executable}, so it is not measured", file=sys.stderr)
        return None


def measure(peer, kernels):
    for kernel, work in kernels.items():
        if wanted not in kernel.lower():
            continue
        seconds, note = [], ""
        for _ in range(runs):
            started = time.perf_counter()
            note = work()
            seconds.append(time.perf_counter() - started)
        print(json.dumps({
            "Kernel": kernel, "Seconds": seconds, "Note": note or "", "Peer": peer,
            "PeakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3}), flush=True)


def igraph_kernels(igraph, leidenalg):
    graph = igraph.Graph(n=vertices, edges=edges)

    def communities(partition):
        return f"Q {partition.modularity:.5f}, {len(partition)} communities"

    measure(f"igraph {igraph.__version__}", {
        "pagerank 1e-8": lambda: graph.pagerank() and None,
        "coreness": lambda: f"highest {max(graph.coreness())}",
        "components": lambda: f"{len(graph.connected_components())} components",
        "triangles": lambda: graph.transitivity_local_undirected(mode="zero") and None,
        "leiden": lambda: communities(graph.community_leiden(objective_function="modularity", n_iterations=2)),
    })
    if leidenalg:
        measure(f"leidenalg {importlib.metadata.version('leidenalg')}", {
            "leiden": lambda: communities(leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition)),
        })


def graph_tool_kernels(tool):
    graph = tool.Graph(directed=False)
    graph.add_vertex(vertices)
    graph.add_edge_list(edges)
    measure(f"graph-tool {tool.__version__.split()[0]}", {
        "pagerank 1e-8": lambda: f"{tool.pagerank(graph, epsilon=1e-8, ret_iter=True)[1]} iterations",
        "coreness": lambda: f"highest {tool.kcore_decomposition(graph).a.max()}",
        "components": lambda: f"{len(tool.label_components(graph)[1])} components",
        "triangles": lambda: tool.local_clustering(graph) and None,
    })


def networkx_kernels(networkx):
    if len(edges) > 1_000_000:
        print("networkx would need minutes for this graph, so it is not measured", file=sys.stderr)
        return
    graph = networkx.Graph()
    graph.add_nodes_from(range(vertices))
    graph.add_edges_from(edges.tolist())
    measure(f"networkx {networkx.__version__}", {
        "pagerank 1e-8": lambda: networkx.pagerank(graph, tol=1e-8 / vertices, max_iter=500) and None,
        "coreness": lambda: f"highest {max(networkx.core_number(graph).values())}",
        "components": lambda: f"{networkx.number_connected_components(graph)} components",
        "triangles": lambda: networkx.clustering(graph) and None,
    })


numpy = load("numpy")
if numpy:
    vertices = int(numpy.fromfile(path, numpy.int32, 1)[0])
    edges = numpy.fromfile(path, numpy.int32, offset=12).reshape(-1, 2)
    for module, kernels in (
            ("igraph", lambda library: igraph_kernels(library, load("leidenalg"))),
            ("graph_tool.all", graph_tool_kernels),
            ("networkx", networkx_kernels)):
        library = load(module)
        if library:
            kernels(library)
