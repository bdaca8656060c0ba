"""English."""

from __future__ import annotations

from altproof.rules.languages.base import Language, listed

LANGUAGE = Language(
    code="en",
    name="English",
    script="LATIN",
    generic=listed("""\
        image, images, img, imgs, photo, photos, photograph, photographs, picture, pictures, pic, pics, graphic,
        graphics, visual, visuals, media, clipart, clip art, gif, gifs, icon, icons, illustration, illustrations,
        banner, banners, thumbnail, thumbnails, logo, logos, avatar, avatars, portrait, art, artwork, drawing,
        drawings, painting, paintings, diagram, diagrams, chart, charts, graph, graphs, table, figure, figures, fig,
        map, maps, screenshot, screenshots, screen shot, screen shots, screengrab, screen grab, screen capture,
        screencast, video, animation, jpg, jpeg, png, svg, webp, this, that, here, there, above, below, asset, assets,
        file, attachment, upload, uploaded, alt, decorative, bullet, button, arrow, more, spacer, blank, empty, copy,
        an image, the image, this image, a picture, the picture, this picture, a photo, the photo, a graphic, an icon,
        the icon, a logo, the logo, a screenshot, the screenshot, a diagram, the diagram, a chart, a graph, a gif,
        an illustration, image of, an image of, picture of, a picture of, photo of, a photo of, graphic of,
        a graphic of, icon of, screenshot of, a screenshot of, diagram of, logo of, some image, my image, cover image,
        image here, see image, see the image, image below, image above, see image below, see the image below, see below,
        see figure, see figure below, see screenshot, see screenshot below, the image below, the figure below,
        this is an image, this is a picture, this is a photo, this is a screenshot, blog image, blog post image,
        post image, article image, header image, image from ios, image from android"""),
    placeholder=listed("""\
        todo, to do, tbd, tba, fixme, fix me, placeholder, placeholder image, image placeholder, placeholder text, alt,
        alt text, alt-text, alttext, alt tag, alt text here, alt text goes here, add alt text, add alt text here,
        image alt, image alt text, img alt, alternative text, alternate text, alt description, insert alt text,
        insert alt text here, insert image, insert image here, insert photo, insert photo here, insert picture,
        enter alt text, enter image description here, enter image description, enter description here, image goes here,
        photo goes here, picture goes here, your image here, your photo here, your alt text here, your alt text,
        image description, image description here, description of image, description of the image, describe image,
        describe the image, description, short description, add description, description here, add a description,
        add image description, image caption, caption, caption here, image title, image name, sample, sample image,
        sample text, example, example image, test, test image, demo, demo image, dummy, dummy image, default,
        default image, untitled, untitled image, unnamed, unnamed image, no alt, no alt text, no description,
        no description available, missing alt text, missing alt, alt missing, alt text missing, needs alt,
        needs alt text, alt text needed, add alt, todo alt, todo alt text, todo add alt, todo add alt text, alt todo,
        alt text todo, no alt text provided, no alt text provided for this image, no photo description available,
        loading, loading image, text, object object, null, undefined, none, nan, n/a, hero image, hero slide,
        slide image, featured image, homepage feature image, coming soon, temp, tmp, xxx, foo, foobar, foo bar, asdf,
        lorem ipsum, lorem ipsum dolor sit amet"""),
    capture=listed("""\
        screen shot, screenshot, screen grab, screengrab, screen capture, screen recording, screencast, clean shot,
        cleanshot, snipaste, ksnip, flameshot, greenshot, sharex, shottr,
        capture, pasted image, pasted graphic, clip image, clipboard, clipboard image, whatsapp image, signal,
        telegram, image, images, img, imag, picture, pic, photo, dsc, dscn, dscf, pxl, mvimg, gopr, dji, sam, vid,
        cimg, imgp, sdc, pano, scan, untitled, unnamed, download, figure, fig"""),
    medium=listed("""\
        screenshot, screenshots, screen shot, screen capture, screen grab, screen recording, screencast, diagram,
        diagrams, schematic, chart, charts, graph, graphs, plot, plots, map, maps, photo, photos, photograph,
        photographs, portrait, illustration, drawing, sketch, painting, cartoon, comic, animation, animated gif, gif,
        video, flowchart, flow chart, flow diagram, block diagram, sequence diagram, class diagram, state diagram,
        architecture diagram, network diagram, venn diagram, tree diagram, mind map, heat map, heatmap, histogram,
        bar chart, bar graph, line chart, line graph, pie chart, area chart, column chart, scatter plot, box plot,
        gantt chart, icon, icons, logo, badge, table, timeline, infographic, mockup, mock-up, wireframe, rendering,
        scan, collage, emoji"""),
    opens=(
        r"(?:(?:an?|the|this) )?(?:image|picture|pic|img|graphic)s?"
        r"(?: (?:of|showing|shows|depicting|displaying|that shows|which shows)|:) "
    ),
    closes=r",? (?:image|picture|graphic)s?",
    photo_opens=r"(?:(?:an?|the|this) )?photo(?:graph)?s?(?: (?:of|showing|shows|that shows)|:) ",
    link_phrases=listed("""\
        click here, click, click me, read more, more, learn more, find out more, see more, show more, view more, link,
        this link, here, this page, download, download here, go, go to, view, details, more details, info, more info,
        more information, continue, continue reading, next, open, see here, visit, website, web page, page"""),
    function_words=listed("""\
        the, and, of, with, from, that, this, these, which, is, are, was, were, has, have, it, its, for, by, at, to,
        you, your, how, when, where, what, there, between, into, through, shows, showing, not, or, an, can, be,
        been"""),
    own_meaning=listed("imagen, symbol"),
)
