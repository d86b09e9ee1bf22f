using Microsoft.EntityFrameworkCore;

namespace Vas.Data;

public sealed partial class VasDb
{
    private static void MapProviders(ModelBuilder model) => _ = model;
}
