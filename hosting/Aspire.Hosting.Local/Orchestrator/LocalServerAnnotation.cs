using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestrator;

/// <summary>A server that is a container in package mode and here a script of eng/servers.</summary>
internal sealed record LocalServerAnnotation(string Script) : IResourceAnnotation;

internal sealed record DataFolderAnnotation(string Path) : IResourceAnnotation;
