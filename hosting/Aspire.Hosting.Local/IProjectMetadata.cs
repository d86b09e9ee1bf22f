using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A .NET project of the solution; one type per ProjectReference of the AppHost is generated in <c>Projects</c>.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}
