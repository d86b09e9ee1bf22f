using System;

namespace ApiConventions.Errors;

/// <summary><c>If-Match</c> names a version that is no longer the resource's: 412.</summary>
internal sealed class Stale() : Exception("The resource has another version now; read it again.");
