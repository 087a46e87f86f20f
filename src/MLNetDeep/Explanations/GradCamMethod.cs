namespace MLNetDeep;

/// <summary>How the channels of a layer become one map.</summary>
public enum GradCamMethod
{
    /// <summary>
    /// Grad-CAM++ (arXiv:1710.11063): channels weigh by the gradients that speak for the class, each the more, the fewer places share them.
    /// Keeps to the object on the fine maps of small images, where gradients of few places decide, as behind a global maximum.
    /// </summary>
    GradCamPlusPlus,

    /// <summary>
    /// Grad-CAM (arXiv:1610.02391): channels weigh as their mean gradient. For the layer in front of a global pool this is the class
    /// activation map (arXiv:1512.04150). Meant for the last layers; on early ones it says little.
    /// </summary>
    GradCam,

    /// <summary>LayerCAM (doi:10.1109/TIP.2021.3089943): each place of a channel weighs as its own gradient, where that is above 0.</summary>
    LayerCam,
}
