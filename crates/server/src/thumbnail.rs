//! Small pictures of uploaded images, as `data:` addresses: they need no credential and show in any element.

use std::io::{BufRead, Seek};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// Longest address, in bytes.
pub(crate) const MOST_BYTES: usize = 8 * 1024;
/// What the small picture's longer side may be, in pixels: the first that fits.
const SIDES: [u32; 6] = [256, 192, 128, 96, 64, 32];
const JPEG_QUALITY: u8 = 70;
/// Widest and highest image that is looked into, in pixels, and most memory for it: a photo of 48 megapixels fits, a bomb does not.
const WIDEST: u32 = 16_384;
const MEMORY: u64 = 200 * 1024 * 1024;

/// A grey pixel: the picture of an image that has not come yet, or that cannot be read.
pub(crate) const NONE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AQAAygDJmcpdfgAAAABJRU5ErkJggg==";

/// The formats that are looked into, which are also those that a page may show as images.
pub(crate) fn format(media_type: &str) -> Option<ImageFormat> {
    match media_type {
        "image/png" => Some(ImageFormat::Png),
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// The small picture of the image in `file`; [`NONE`] for one that is no such image or too large. Takes its time: not on a thread of
/// the runtime.
pub(crate) fn of(file: impl BufRead + Seek, format: ImageFormat) -> String {
    match read(file, format) {
        Ok(image) => address(&image).unwrap_or_else(|| NONE.to_owned()),
        Err(error) => {
            tracing::debug!(%error, "an image has no small picture");
            NONE.to_owned()
        }
    }
}

fn read(file: impl BufRead + Seek, format: ImageFormat) -> image::ImageResult<DynamicImage> {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(WIDEST);
    limits.max_image_height = Some(WIDEST);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(file, format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    let [first, ..] = SIDES;
    image = image.thumbnail(first, first);
    image.apply_orientation(orientation);
    Ok(image)
}

fn address(image: &DynamicImage) -> Option<String> {
    let sees_through = image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX);
    SIDES
        .iter()
        .filter_map(|side| encoded(&image.thumbnail(*side, *side), sees_through))
        .find(|text| text.len() <= MOST_BYTES)
}

fn encoded(small: &DynamicImage, sees_through: bool) -> Option<String> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let media_type = if sees_through {
        small.to_rgba8().write_to(&mut bytes, ImageFormat::Png).ok()?;
        "image/png"
    } else {
        small.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)).ok()?;
        "image/jpeg"
    };
    Some(format!("data:{media_type};base64,{}", BASE64_STANDARD.encode(bytes.into_inner())))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageBuffer, Rgb, Rgba};

    use super::*;

    fn png(image: &DynamicImage) -> Cursor<Vec<u8>> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.set_position(0);
        bytes
    }

    fn decoded(address: &str) -> DynamicImage {
        let (_, base64) = address.split_once(";base64,").unwrap();
        image::load_from_memory(&BASE64_STANDARD.decode(base64).unwrap()).unwrap()
    }

    /// Worst for any encoder: no two pixels alike.
    fn noise(x: u32, y: u32) -> [u8; 3] {
        let [a, b, c, _] = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).to_be_bytes();
        [a, b, c]
    }

    #[test]
    fn a_picture_is_small_whatever_the_image() {
        let opaque = DynamicImage::ImageRgb8(ImageBuffer::from_fn(900, 300, |x, y| Rgb(noise(x, y))));
        let clear = DynamicImage::ImageRgba8(ImageBuffer::from_fn(700, 700, |x, y| {
            let [r, g, b] = noise(x, y);
            Rgba([r, g, b, 100])
        }));
        for (image, media_type) in [(opaque, "data:image/jpeg"), (clear, "data:image/png")] {
            let address = of(png(&image), ImageFormat::Png);
            assert!(address.starts_with(media_type) && address.len() <= MOST_BYTES, "{} bytes", address.len());
            let small = decoded(&address);
            let same_shape = small.width() * image.height() / image.width();
            assert!(small.width() >= 32 && small.height().abs_diff(same_shape) <= 1, "{small:?}");
        }
    }

    #[test]
    fn what_is_no_image_or_too_large_is_a_grey_pixel() {
        assert_eq!(decoded(NONE).width(), 1);
        let good = png(&DynamicImage::new_rgb8(2, 2)).into_inner();
        for bad in [b"hello".to_vec(), Vec::new(), good[..good.len() / 2].to_vec()] {
            assert_eq!(of(Cursor::new(bad), ImageFormat::Png), NONE);
        }
        assert_eq!(of(Cursor::new(good.clone()), ImageFormat::Jpeg), NONE, "of another format than it says");
        // A bomb: the header promises more pixels than any machine holds.
        let mut bomb = good;
        bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert_eq!(of(Cursor::new(bomb), ImageFormat::Png), NONE);
    }
}
