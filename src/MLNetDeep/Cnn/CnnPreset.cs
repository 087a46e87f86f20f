namespace MLNetDeep;

/// <summary>A whole recipe for images and signals: layers, optimiser, schedules, regularisation, epochs.</summary>
/// <remarks>
/// The options that are set beside the preset replace its own choices. Every preset takes images and signals of any size: below 64 pixels
/// the networks that were made for 224 start with a 3x3 convolution of stride 1 instead of strides and pools, as is usual for CIFAR-10;
/// those that were made for 32 bring larger images below 64 with their first stride; pools are left out where one pixel is left. Signals
/// go through the same blocks in one dimension. Parameters are counted for images of 3 x 224 x 224 and 1,000 classes, or 3 x 32 x 32 and
/// 10 classes, the output layer included. The fit learns from all rows and runs all its epochs, unless options ask for validation rows;
/// where rows are few, batches are smaller, the step size is smaller with them (arXiv:1706.02677) and epochs are more. Images that tell a
/// class are moved by chance while the network learns (<see cref="CnnOptions.ImageAugmentation"/>); none is mirrored unless asked for.
/// </remarks>
public enum CnnPreset
{
    /// <summary>
    /// Chosen by the size of the input and the number of rows, from measurements on one core. Images: six convolutions of 24 to 128
    /// channels, two residual sums, 0.4 million parameters, a small relative of <see cref="ResNet9"/> and <see cref="Airbench"/>. Signals:
    /// a fully convolutional network (arXiv:1611.06455). SGD with Nesterov momentum, a triangular step size, label smoothing, averaged
    /// weights, epochs by the number of rows; scores are the mean over three shifts of an image. The right start, and on a few cores
    /// mostly the right end.
    /// </summary>
    Auto,

    /// <summary>
    /// LeNet-5 (LeCun, Bottou, Bengio and Haffner 1998) with rectified units and max pools: two convolutions, three linear layers; 61,706
    /// parameters for 1 x 32 x 32 and 10 classes. AdamW along one cycle. For digits, for teaching, and as a yardstick.
    /// </summary>
    LeNet5,

    /// <summary>
    /// AlexNet in the form of arXiv:1404.5997 and torchvision: five convolutions, three linear layers with dropout; 61,100,840 parameters
    /// at 224, most of them linear. SGD as in Krizhevsky, Sutskever and Hinton 2012. A classic for comparison.
    /// </summary>
    AlexNet,

    /// <summary>
    /// VGG's network A (arXiv:1409.1556): eight 3x3 convolutions, three linear layers with dropout, no normalisation; 132,863,336
    /// parameters at 224. A classic for comparison, slow for what it reaches.
    /// </summary>
    Vgg11,

    /// <summary>
    /// VGG's network D (arXiv:1409.1556): thirteen 3x3 convolutions, three linear layers with dropout, no normalisation; 138,357,544
    /// parameters at 224. Its features are those that style and perceptual losses use; hard to train from scratch.
    /// </summary>
    Vgg16,

    /// <summary>
    /// GoogLeNet (arXiv:1409.4842) with batch normalisation and without auxiliary outputs, as torchvision's: 22 layers, nine inception
    /// blocks of four branches; 6,624,904 parameters at 224. Few parameters for its depth; global average pooling, so class activation
    /// maps come for nothing.
    /// </summary>
    GoogLeNet,

    /// <summary>
    /// David Page's residual network (github.com/davidcpage/cifar10-fast): eight 3x3 convolutions, two residual sums; 6,573,120 parameters
    /// at 32. 94 % on CIFAR-10 in 24 epochs. For photographs of some 32 pixels when <see cref="Auto"/> is too small.
    /// </summary>
    ResNet9,

    /// <summary>
    /// ResNet-18 (arXiv:1512.03385): 17 convolutions, one linear layer; 11,689,512 parameters at 224. The usual network for photographs of
    /// 64 pixels and more, where there are many rows.
    /// </summary>
    ResNet18,

    /// <summary>
    /// ResNet-20 (arXiv:1512.03385, section 4.2): 19 convolutions of 16 to 64 channels, one linear layer; 272,474 parameters at 32 with
    /// projections in its two shortcuts. 91 to 92 % on CIFAR-10. For small models.
    /// </summary>
    ResNet20,

    /// <summary>
    /// ResNet-50 (arXiv:1512.03385, version 1.5): 49 convolutions in blocks of three, one linear layer; 25,557,032 parameters at 224. For
    /// many large images and much time.
    /// </summary>
    ResNet50,

    /// <summary>
    /// airbench94 (arXiv:2404.00498): a frozen first convolution that whitens patches, six 3x3 convolutions that start as identities, GELU;
    /// 1,972,792 parameters at 32, of which 1,440 stay as they start. Lookahead and translations by 2 pixels; 94 % on CIFAR-10 in ten
    /// epochs, with <see cref="FlipKind.Alternating"/> flips, which photographs want to be asked for. For photographs of some 32 pixels.
    /// </summary>
    Airbench,
}
