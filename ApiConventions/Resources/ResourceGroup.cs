using System;
using System.Linq;
using ApiConventions.Writes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ApiConventions.Resources;

/// <summary>
/// What every resource of a group gets, so that a slice shows only its own business: fields, ETag and If-Match,
/// Idempotency-Key, and another try when it lost a race that the client does not care about.
/// </summary>
public static class ResourceGroup
{
    /// <param name="group">Where the resource lives.</param>
    /// <param name="versionOf">
    /// The version of a resource the caller may see, for <c>If-Match</c>; null for resources that have no version.
    /// </param>
    /// <param name="exactFields">True for TMF621, whose <c>fields</c> adds nothing.</param>
    public static RouteGroupBuilder WithResourceConventions(
        this RouteGroupBuilder group,
        Func<IServiceProvider, Guid, IQueryable<long>>? versionOf = null,
        bool exactFields = false
    )
    {
        group.WithMetadata(exactFields ? Fields.ExactlyAsAsked : Fields.WithIdAndHref);
        group.AddEndpointFilter(new AnswerOnce());
        group.AddEndpointFilter(new SelectFields());
        group.AddEndpointFilter(new Preconditions(versionOf));
        group.AddEndpointFilter(new DecideAgain());
        return group;
    }
}
