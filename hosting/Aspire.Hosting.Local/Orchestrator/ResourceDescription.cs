using System;
using System.Collections.Generic;
using System.Linq;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;

namespace Aspire.Hosting.Orchestrator;

/// <summary>What can be said of a resource before it has started.</summary>
internal static class ResourceDescription
{
    internal static CustomResourceSnapshot Initial(IResource resource) =>
        new()
        {
            ResourceType = Type(resource),
            State = KnownResourceStates.NotStarted,
            CreationTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
            IsHidden = resource is DashboardResource,
            Properties = [.. Properties(resource)],
            Relationships =
            [
                .. resource
                    .Annotations.OfType<ResourceRelationshipAnnotation>()
                    .Select(relationship => new RelationshipSnapshot(relationship.Resource.Name, relationship.Type))
                    .Distinct(),
            ],
        };

    /// <summary>The dashboard has a symbol of its own for each of these.</summary>
    private static string Type(IResource resource) =>
        resource switch
        {
            ProjectResource => "Project",
            ParameterResource => "Parameter",
            PostgresDatabaseResource => nameof(PostgresDatabaseResource),
            _ => "Executable",
        };

    private static IEnumerable<ResourcePropertySnapshot> Properties(IResource resource)
    {
        if (resource is ProjectResource project)
        {
            yield return new(KnownProperties.ProjectPath, project.Project().ProjectPath);
        }
    }
}
